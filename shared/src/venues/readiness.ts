/** Whether a terminal is ready for its day: what its report says of that, and whether the report is its own. */
import { bytesOfBase64, canonicalText, sha256Hex } from '../canonical/index.ts';
import { type ReadinessCode, readinessFaults } from '../catalogue/readiness.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { fillText, type Text, type TextValues } from '../catalogue/text.ts';
import { parse } from '../protocol/parse.ts';
import { Readiness, type SignedReadiness } from '../protocol/readiness.ts';
import { KnownCertificate } from '../signature/certificates.ts';

/** One thing that keeps a terminal from being ready, or should be known. */
export interface ReadinessFault {
  readonly code: ReadinessCode;
  readonly blocks: boolean;
  readonly text: Text;
  readonly todo: Text;
}

/** How far a terminal's clock may be off, in milliseconds: a slip's time is checked by it. */
const CLOCK_MILLISECONDS = 30_000;
/** The least free disk, in MiB: days of one seat's acts are below 50. */
const DISK_MEBIBYTES = 256;
/** A certificate that ends within this time was not renewed as it should have been. */
const CERTIFICATE_MILLISECONDS = 7 * 86_400_000;

/** SHA-256 of the report's text: what its QR code says. */
export const readinessDigest = ({ report }: Pick<SignedReadiness, 'report'>): string => sha256Hex(report);

/** Reads the text of a report. Refuses READINESS_MALFORMED for one of another form or not canonical. */
export function readReadiness({ report }: Pick<SignedReadiness, 'report'>): Readiness {
  try {
    const read = parse(Readiness, JSON.parse(report));
    if (canonicalText(read) === report) return read;
  } catch {
    // told below
  }
  throw new Refusal('READINESS_MALFORMED');
}

/**
 * Refuses READINESS_SIGNATURE unless the key of the certificate that stands with the report has signed it, and
 * READINESS_UNSIGNED where none does. Whose certificate it is, the caller has to know.
 */
export async function requireReadinessSignature({
  report,
  signed,
}: SignedReadiness): Promise<KnownCertificate> {
  if (!signed) throw new Refusal('READINESS_UNSIGNED');
  const certificate = certificateOf(signed.certificate);
  const bytes = new TextEncoder().encode(report);
  if (!certificate || !(await certificate.key.holds('SHA-256', bytes, bytesOfBase64(signed.signature))))
    throw new Refusal('READINESS_SIGNATURE');
  return certificate;
}

function certificateOf(base64: string): KnownCertificate | null {
  try {
    return KnownCertificate.read(bytesOfBase64(base64));
  } catch {
    return null;
  }
}

/** What a report says against its terminal, in the order in which somebody should look. */
export function faultsOfReport(report: Readiness): ReadinessFault[] {
  const { devices, screens, clockAhead, disk, line, lock } = report;
  const unused = (kind: string) => devices.every((one) => one.kind !== kind || one.state === 'unused');
  const failed = devices.filter(({ state }) => state === 'failed');
  const ends = line.certificateUntil === null ? null : Date.parse(line.certificateUntil);
  return [
    ...failed.map(({ name, detail }) => readinessFault('DEVICE_FAILED', { name, detail: detail ?? '—' })),
    ...(unused('key') ? [readinessFault('KEYS_UNUSED')] : []),
    ...(screens > 1 ? [readinessFault('SCREENS_SEVERAL', { count: screens })] : []),
    ...(lock === null ? [] : [readinessFault('BOOTH_IS_LOCKED', { code: lock })]),
    ...(clockAhead !== null && Math.abs(clockAhead) > CLOCK_MILLISECONDS
      ? [readinessFault('CLOCK_OFF', { seconds: Math.round(Math.abs(clockAhead) / 1000) })]
      : []),
    ...(disk.freeMebibytes !== null && disk.freeMebibytes < DISK_MEBIBYTES
      ? [readinessFault('DISK_LOW', { mebibytes: disk.freeMebibytes, least: DISK_MEBIBYTES })]
      : []),
    ...(unused('lockdown') ? [readinessFault('LOCKDOWN_UNUSED')] : []),
    ...(line.certificateUntil === null ? [readinessFault('LINE_BY_TOKEN')] : []),
    ...(ends !== null && ends - Date.parse(report.at) < CERTIFICATE_MILLISECONDS
      ? [readinessFault('CERTIFICATE_ENDING', { until: line.certificateUntil ?? '' })]
      : []),
    ...(disk.pending > 0 ? [readinessFault('ACTS_WAITING', { count: disk.pending })] : []),
  ];
}

/** A fault by its code, with its sentences filled. */
export function readinessFault(code: ReadinessCode, values: TextValues = {}): ReadinessFault {
  const { blocks, text, todo } = readinessFaults[code];
  return { code, blocks, text: fillText(text, values), todo: fillText(todo, values) };
}
