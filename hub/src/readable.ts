import { Refusal } from '#shared/catalogue/refusal.ts';

/** What `read` reads of a file or folder; refuses FILE_UNREADABLE where it cannot be read. */
export function orUnreadable<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new Refusal('FILE_UNREADABLE', { file, detail });
  }
}
