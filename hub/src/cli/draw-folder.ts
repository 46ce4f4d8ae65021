/** A folder of a day's draws: a transcript a file, and the plan beside them. */
import { join } from 'node:path';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { replay, Transcript } from '#shared/draw/transcript.ts';
import { parse } from '#shared/protocol/parse.ts';
import { jsonFilesIn, readJson } from './output.ts';

export const PLAN_FILE = 'plan.json';

/** Every transcript of the folder, replayed. Refuses DRAW_BATCH_WRONG, naming the file that does not hold. */
export function transcriptsIn(folder: string): Transcript[] {
  const files = jsonFilesIn(folder).filter((name) => name !== PLAN_FILE);
  return files.map((file) => {
    const value = readJson(join(folder, file));
    if (replay(value).some(({ holds }) => !holds)) throw new Refusal('DRAW_BATCH_WRONG', { drawIds: file });
    return parse(Transcript, value);
  });
}
