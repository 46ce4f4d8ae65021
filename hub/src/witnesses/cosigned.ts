import type { Hub } from '../gateway/hub.ts';
import { checkpointAt, latestCheckpoint, type StoredCheckpoint } from '../ledger/checkpoints.ts';
import { cosignersAmong, hasCosigned } from './cosigners.ts';
import { cosignedFrom } from './reads.ts';

/** How far back it is looked, in cosignatures of each witness: of a ledger that grows it gives about one a second. */
const OF_EACH = 16;

/**
 * A checkpoint over at least `size` entries to stand by itself, its note with cosignatures: of the last ones that which
 * most witnesses have cosigned, or the latest where none has. Null where the ledger has fewer entries.
 */
export async function cosignedCheckpoint(
  { store, witnesses }: Pick<Hub, 'store' | 'witnesses'>,
  size: number,
): Promise<StoredCheckpoint | null> {
  const latest = await latestCheckpoint(store);
  if (!latest || latest.size < size) return null;
  const cosigned = [...(await cosignedFrom(store, size, OF_EACH * witnesses.length))].map(([of, lines]) => ({
    of,
    cosigners: cosignersAmong(witnesses, lines),
  }));
  const most = Math.max(0, ...cosigned.map(({ cosigners }) => cosigners.length));
  const chosen = cosigned.find(({ cosigners }) => cosigners.length > 0 && cosigners.length === most);
  const checkpoint = chosen && (await checkpointAt(store, chosen.of));
  if (!checkpoint) return latest;
  const holding = chosen.cosigners.filter((one) => hasCosigned(one, checkpoint.note));
  return { ...checkpoint, note: checkpoint.note + holding.map(({ line }) => line).join('') };
}
