import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { DRAFT } from '#hub/store/durable-file.ts';

/** Keys that were begun and have not got their name. */
export const halfWritten = (directory: string) =>
  readdirSync(join(directory, 'booth')).filter((name) => name.endsWith(DRAFT));
