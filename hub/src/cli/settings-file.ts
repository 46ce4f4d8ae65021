import { orUnreadable } from '../readable.ts';

/** Reads the file that `KAWEI_FILE` names, lines of NAME=VALUE; what the environment sets already goes first. */
export function readSettingsFile(): void {
  const file = process.env.KAWEI_FILE;
  if (!file) return;
  orUnreadable(file, () => process.loadEnvFile(file));
}
