import { Refusal } from '#shared/catalogue/refusal.ts';

/**
 * The refusal of an error by which the database failed the store: STORE_FULL without room, STORE_UNREACHABLE for a
 * server that is not there, STORE_WRITE_FAILED for any other failure of reading or writing; null for every other
 * error. Codes of SQLite (sqlite.org/rescode.html), of PostgreSQL (its manual's appendix A) and of the system (errno).
 */
export function storeRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return null;
  const { code = '', message } = error as { code?: string; message: string };
  if (code === 'SQLITE_FULL' || code === 'ENOSPC' || code === 'EDQUOT' || code === '53100')
    return new Refusal('STORE_FULL');
  if (isLostConnection(code, message))
    return new Refusal('STORE_UNREACHABLE', { database: 'PostgreSQL', detail: `${code} ${message}`.trim() });
  if (
    /^SQLITE_(IOERR|READONLY|CANTOPEN)/.test(code) ||
    /^(58|XX|25006)/.test(code) ||
    code === 'EIO' ||
    code === 'EROFS'
  )
    return new Refusal('STORE_WRITE_FAILED', { detail: `${code} ${message}` });
  return null;
}

/**
 * Classes 08 (connection), 53 (resources), 57P (shut down, or ended by the administrator or by a time limit, as 25P03),
 * and the words of the driver, which has no codes for what it finds by itself.
 */
function isLostConnection(code: string, message: string): boolean {
  if (/^(08|53|57P|25P03)/.test(code)) return true;
  if (/^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/.test(code))
    return true;
  return /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Postgres connection has been discarded)/.test(
    message,
  );
}
