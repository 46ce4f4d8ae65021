/**
 * What a change of a machine's parts means. Each kind of part has a weight; a change of a little one alone (an address,
 * a screen, the network of a docking station) is written down and alarms nobody.
 */
import type { Fingerprint } from '../protocol/booth-frames.ts';

/** How much it says about the machine that every part of a kind is another one; of 100. */
const WEIGHTS: Readonly<Record<string, number>> = {
  'board-serial': 40,
  'system-serial': 40,
  'system-uuid': 40,
  'machine-id': 30,
  'disk-serial': 25,
  cpu: 20,
  mac: 15,
  os: 10,
  hostname: 5,
  screen: 5,
  ip: 2,
};
/** Of a kind that no weight is set for. */
const OTHER_WEIGHT = 15;
/** Where a part of the kind is still the same, or none was known before: so much less, as with a docking station. */
const PARTLY = 4;
/** The weight from which on a change is an alert. */
const ALARMING = 30;

/** Parts that a machine keeps for its life: another machine has none of them. */
const LASTING = new Set(['board-serial', 'system-serial', 'system-uuid', 'machine-id', 'disk-serial']);

/** What has changed of one kind of part. */
export interface PartChange {
  readonly part: string;
  readonly gone: readonly string[];
  readonly come: readonly string[];
  readonly weight: number;
}

export interface MachineChange {
  readonly changes: readonly PartChange[];
  readonly weight: number;
  /** Whether this is another machine: lasting parts of one kind are known of both, and none is the same. */
  readonly otherMachine: boolean;
}

/** Compares what is recorded of a booth's machine with what it says now. */
export function compareMachines(before: Fingerprint, after: Fingerprint): MachineChange {
  const [had, has] = [byKind(before), byKind(after)];
  const kinds = [...new Set([...had.keys(), ...has.keys()])].sort();
  const changes = kinds.flatMap((part) => changeOf(part, had.get(part) ?? [], has.get(part) ?? []));
  const both = [...LASTING].filter((part) => had.has(part) && has.has(part));
  const kept = both.some((part) => (had.get(part) ?? []).some((value) => has.get(part)?.includes(value)));
  const weight = changes.reduce((sum, change) => sum + change.weight, 0);
  return { changes, weight, otherMachine: both.length > 0 && !kept };
}

/** Whether a change of this weight is for somebody to look at. */
export const isAlarming = (weight: number): boolean => weight >= ALARMING;

/** Changes as one line that people read: `mac 00:16:… → 00:17:… (15)`. */
export function changesText({ changes, weight }: Pick<MachineChange, 'changes' | 'weight'>): string {
  const values = (list: readonly string[]) =>
    list.length === 0 ? '∅' : list.slice(0, 4).map(short).join('+');
  const texts = changes.map((one) => `${one.part} ${values(one.gone)} → ${values(one.come)} (${one.weight})`);
  return `${texts.slice(0, 12).join('; ')} = ${weight}`;
}

const short = (value: string) => (value.length > 40 ? `${value.slice(0, 39)}…` : value);

function changeOf(part: string, had: readonly string[], has: readonly string[]): PartChange[] {
  const gone = had.filter((value) => !has.includes(value));
  const come = has.filter((value) => !had.includes(value));
  if (gone.length === 0 && come.length === 0) return [];
  const whole = WEIGHTS[part] ?? OTHER_WEIGHT;
  const wholly = had.length > 0 && gone.length === had.length;
  return [{ part, gone, come, weight: wholly ? whole : Math.ceil(whole / PARTLY) }];
}

function byKind(parts: Fingerprint): Map<string, string[]> {
  const kinds = new Map<string, string[]>();
  for (const { part, value } of parts) {
    const values = kinds.get(part);
    if (values) values.push(value);
    else kinds.set(part, [value]);
  }
  return kinds;
}
