/** Signed sheets as the plain servers take them, each with a signature of its content by one key. */
import { createPublicKey, sign } from 'node:crypto';
import { framesOf, inGroups } from '../frames.ts';
import type { BenchKey } from '../keys.ts';
import type { SigningBooth } from './panels.ts';
import type { BareFrame, NaiveSheet } from './plain-servers.ts';

type Acts = SigningBooth['acts'];

/** The public key, as PEM. */
export function pemOf({ key }: BenchKey): string {
  return createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
}

/** One sheet a message. */
export function naiveTexts(acts: Acts, key: BenchKey): string[] {
  const pem = pemOf(key);
  return acts.map((act, n) => {
    const { content, cms } = act.sheet;
    const sheet: NaiveSheet = { n, content, cms, signature: signatureOf(act, key), pem };
    return JSON.stringify(sheet);
  });
}

/** So many sheets a message; the first `before` of them, which do not count, in messages of their own. */
export function bareTexts(
  acts: Acts,
  key: BenchKey,
  { before, each }: { before: number; each: number },
): string[] {
  const groups = [acts.slice(0, before), acts.slice(before)].flatMap((some) => inGroups(some, each));
  let first = 1;
  return groups.map((group) => {
    const [frame = ''] = framesOf(group, first);
    first += group.length;
    const bare: BareFrame = { frame, signatures: group.map((act) => signatureOf(act, key)) };
    return JSON.stringify(bare);
  });
}

function signatureOf({ sheet }: Acts[number], { key }: BenchKey): string {
  return sign('sha256', Buffer.from(sheet.content), key).toString('base64');
}
