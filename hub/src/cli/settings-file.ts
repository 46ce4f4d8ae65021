import { Refusal } from '#shared/catalogue/refusal.ts';

/** Reads the file that `KAWEI_FILE` names, lines of NAME=VALUE; what the environment sets already goes first. */
export function readSettingsFile(): void {
  const file = process.env.KAWEI_FILE;
  if (!file) return;
  try {
    process.loadEnvFile(file);
  } catch (error) {
    throw new Refusal('FILE_UNREADABLE', {
      file,
      detail: (error as NodeJS.ErrnoException).code ?? String(error),
    });
  }
}
