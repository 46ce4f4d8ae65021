import type { Fingerprint } from '#shared/protocol/booth-frames.ts';

/** What an operating system tells of a machine; anything of it may be missing, empty or a placeholder. */
export interface MachineFacts {
  readonly interfaces: readonly {
    readonly mac?: string;
    readonly ip4?: string;
    readonly ip6?: string;
    readonly internal?: boolean;
    readonly virtual?: boolean;
  }[];
  readonly boardSerial?: string | null;
  readonly systemSerial?: string | null;
  readonly systemUuid?: string | null;
  readonly diskSerials: readonly (string | null | undefined)[];
  readonly hostname?: string;
  /** Of the operating system's installation. */
  readonly machineId?: string | null;
  readonly cpu?: string;
  /** Name and release. */
  readonly os?: string;
  readonly screens?: readonly string[];
}

/** What makers leave in place of a serial number. */
const placeholders = [
  /^[-.0x\s]*$/i,
  /^(default string|none|n\/a|unknown|not (specified|available|applicable|provided|present|settable))$/i,
  /^to be filled/i,
  /^(system|base ?board|chassis) serial/i,
  /^(123456789|0123456789)$/,
  /^(0{8}|f{8}|03000200)-/i,
];

/** The parts that tell this machine from another, canonical, each once, sorted by part and value. */
export function partsOf(facts: MachineFacts): Fingerprint {
  const physical = facts.interfaces.filter((one) => !one.internal && !one.virtual);
  const parts = [
    ...physical.flatMap(({ mac }) => part('mac', macOf(mac))),
    ...physical.flatMap(({ ip4, ip6 }) => [...part('ip', ip4), ...part('ip', globalIp6(ip6))]),
    ...part('board-serial', serialOf(facts.boardSerial)),
    ...part('system-serial', serialOf(facts.systemSerial)),
    ...part('system-uuid', serialOf(facts.systemUuid)),
    ...facts.diskSerials.flatMap((serial) => part('disk-serial', serialOf(serial))),
    ...part('hostname', facts.hostname?.trim().toLowerCase()),
    ...part('machine-id', serialOf(facts.machineId)),
    ...part('cpu', nameOf(facts.cpu)),
    ...part('os', nameOf(facts.os)),
    ...(facts.screens ?? []).flatMap((screen) => part('screen', nameOf(screen))),
  ];
  const keyed = new Map(parts.map((entry) => [`${entry.part}\n${entry.value}`, entry]));
  return [...keyed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
}

function part(name: string, value: string | null | undefined): Fingerprint {
  return value ? [{ part: name, value: value.slice(0, 400) }] : [];
}

/** `00:16:3e:…` in lower case; null for what is no address, or all zeros. */
function macOf(text: string | undefined): string | null {
  const digits = (text ?? '').toLowerCase().replaceAll(/[^0-9a-f]/g, '');
  if (digits.length !== 12 || /^0+$/.test(digits)) return null;
  return (digits.match(/../g) ?? []).join(':');
}

/** Addresses of a link alone change with every start. */
function globalIp6(text: string | undefined): string | null {
  const address = (text ?? '').toLowerCase().replace(/%.*$/, '');
  return address === '' || address.startsWith('fe80:') || address === '::1' ? null : address;
}

const nameOf = (text: string | undefined) => text?.trim().replaceAll(/\s+/g, ' ');

function serialOf(text: string | null | undefined): string | null {
  const serial = (text ?? '').trim().toUpperCase();
  return placeholders.some((placeholder) => placeholder.test(serial)) ? null : serial;
}
