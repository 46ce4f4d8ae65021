import { Refusal } from '#shared/catalogue/refusal.ts';
import { storeRefusal } from '../store/failures.ts';

/**
 * Tells on the error output what nobody waits for: in a line what is expected of a database or a disk, with its place in
 * the code what is not. `where` goes before it.
 */
export function tellError(error: unknown, where = ''): void {
  const refusal = error instanceof Refusal ? error : storeRefusal(error);
  const told = refusal ? `${refusal.code} ${refusal.message}` : ((error as Error).stack ?? String(error));
  process.stderr.write(`${where}${told}\n`);
}
