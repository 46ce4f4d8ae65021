/**
 * What a hub owes to each signed sheet besides taking it: its CMS read, the certificate's chain followed to an authority,
 * the signature verified and time-stamped, by the code that the hub runs on its other threads.
 */
import { openIdentity } from '#hub/reports/identity.ts';
import { verifyStamped } from '#hub/signatures/stamped.ts';
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import type { SigningBooth } from './panels.ts';

export interface StampingParts {
  readonly sheets: readonly SigningBooth['acts'][number]['sheet'][];
  /** DER of the experts' authority. */
  readonly authority: Uint8Array;
  /** Where the key to time-stamps is kept, made as a hub makes it. */
  readonly identity: string;
  /** How long it is measured. */
  readonly milliseconds: number;
}

/** Microseconds of processors a sheet takes, one after the other, everything kept that a hub keeps. */
export async function measureStamping(parts: StampingParts): Promise<number> {
  const { timeStamp } = await openIdentity(parts.identity, new Date());
  const anchors = [parts.authority];
  const encoder = new TextEncoder();
  const asked = parts.sheets.map(({ content, cms }) => {
    return { content: encoder.encode(content), cms: bytesOfBase64(cms), anchors, timeStamp };
  });
  const stampAll = async () => {
    const [began, before] = [performance.now(), process.cpuUsage()];
    let rounds = 0;
    do {
      for (const sheet of asked) await verifyStamped({ ...sheet, at: new Date() });
      rounds++;
    } while (performance.now() - began < parts.milliseconds);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / (rounds * asked.length);
  };
  await stampAll(); // what V8 has not compiled yet takes longer
  return stampAll();
}
