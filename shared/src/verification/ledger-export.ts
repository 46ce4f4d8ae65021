/** An exported ledger (`checkpoint`, `key`, `tile/…`), verified from its files alone. */
import { checkpointSignedBy, parseCheckpoint } from '../ledger/checkpoint.ts';
import { quorumCheck, type WitnessTrust } from '../ledger/cosignature.ts';
import { parseNote, parseVerifierKey } from '../ledger/note.ts';
import { entriesOf, rootOfTiles, tilePath, tilesOf } from '../ledger/tiles.ts';
import { compareBytes } from '../signature/der.ts';
import { type Check, checked } from './check.ts';
import { bytesAt, type Folder, textAt } from './folder.ts';

/** What a reader of a ledger has from elsewhere: its verifier key, and witnesses' keys. */
export interface LedgerTrust {
  readonly key?: string | undefined;
  readonly witnesses?: WitnessTrust;
}

export async function verifyLedgerExport(
  folder: Folder,
  { key, witnesses }: LedgerTrust = {},
): Promise<Check[]> {
  const signed = await checked(
    { zh: '账本检查点由账本密钥签名', en: 'the checkpoint of the ledger is signed by its key' },
    'checkpoint',
    () =>
      textAt(folder, 'key').endsWith('\n') &&
      (key === undefined || textAt(folder, 'key') === `${key}\n`) &&
      checkpointSignedBy(textAt(folder, 'checkpoint'), keyOf(folder)) !== null,
  );
  if (!signed.holds) return [signed];
  const { size, root } = parseCheckpoint(parseNote(textAt(folder, 'checkpoint')).text);
  const tree = await checked(
    {
      zh: `账本 ${size} 条记录逐条算出检查点的根`,
      en: `the ${size} entries of the ledger give the root of the checkpoint`,
    },
    'tile',
    () =>
      compareBytes(
        rootOfTiles((path) => folder.read(path), size),
        root,
      ) === 0,
  );
  const whole = tree.holds ? surplus(folder, size) : [];
  const cosigned = witnesses ? [await quorumCheck(textAt(folder, 'checkpoint'), witnesses)] : [];
  return [signed, tree, ...cosigned, ...whole];
}

/** Asked only once all tiles are there: how many there are to be is the size's word alone before. */
function surplus(folder: Folder, size: number): Check[] {
  const expected = new Set(['checkpoint', 'key', ...tilesOf(size).map(tilePath)]);
  return folder.paths
    .filter((path) => !expected.has(path))
    .map((place) => ({
      holds: false,
      place,
      text: { zh: '账本中多出的文件', en: 'a file that is no part of the ledger' },
    }));
}

/** Every leaf of an export whose tiles hold, in order. */
export function* leavesIn(folder: Folder): Generator<Uint8Array> {
  const { size } = parseCheckpoint(parseNote(textAt(folder, 'checkpoint')).text);
  for (const tile of tilesOf(size))
    if (tile.level === 'entries') yield* entriesOf(bytesAt(folder, tilePath(tile))) ?? [];
}

/** The verifier key of an export. */
export function keyOf(folder: Folder) {
  return parseVerifierKey(textAt(folder, 'key').replace(/\n$/, ''));
}
