import { Refusal } from '#shared/catalogue/refusal.ts';

/**
 * The refusal of an error by which the disk failed the store: STORE_FULL without room, STORE_WRITE_FAILED for
 * any other failure of reading or writing; null for every other error. Codes of SQLite (sqlite.org/rescode.html)
 * and of the system (errno).
 */
export function storeRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return null;
  const { code = '', message } = error as { code?: string; message: string };
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT') return new Refusal('STORE_FULL');
  if (/^SQLITE_(IOERR|READONLY|CANTOPEN)/.test(code) || code === 'EIO' || code === 'EROFS')
    return new Refusal('STORE_WRITE_FAILED', { detail: `${code} ${message}` });
  return null;
}
