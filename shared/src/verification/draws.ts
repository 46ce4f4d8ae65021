/** The draws of an evidence folder: each by itself, and a panel by the sites that were drawn for it. */
import { canonicalText } from '../canonical/index.ts';
import { Refusal } from '../catalogue/refusal.ts';
import { replay, Transcript } from '../draw/transcript.ts';
import { parse } from '../protocol/parse.ts';
import { type Check, checked } from './check.ts';
import { type Folder, jsonAt } from './folder.ts';

export async function drawChecks(folder: Folder): Promise<Check[]> {
  const each = pathsIn(folder).map((path) =>
    checked(
      { zh: '抽取由各方随机数逐步复算一致', en: 'the draw follows from the nonces step by step' },
      path,
      () => replay(jsonAt(folder, path)).every((step) => step.holds),
    ),
  );
  return Promise.all([...each, ...sitesChecks(drawsIn(folder))]);
}

interface Placed {
  readonly path: string;
  readonly transcript: Transcript;
}

const pathsIn = (folder: Folder) => folder.paths.filter((path) => /^draws\/[^/]+\.json$/.test(path));

/** The draws of a folder that are transcripts by their form. */
export function drawsIn(folder: Folder): Placed[] {
  return pathsIn(folder).flatMap((path) => transcriptAt(folder, path));
}

export const isOfSeats = ({ transcript: { input } }: Placed) => input.kind === 'seats';

/** Nothing where the file is no transcript: its own check says so. */
function transcriptAt(folder: Folder, path: string): Placed[] {
  try {
    return [{ path, transcript: parse(Transcript, jsonAt(folder, path)) }];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return [];
  }
}

/** Where a panel's input says by which draw its sites were drawn, they are the ones which that draw gave. */
function sitesChecks(draws: readonly Placed[]): Promise<Check>[] {
  const text = {
    zh: '专家所在场所及名额是主副场抽取的结果',
    en: 'sites and quotas of the panel are what the draw of the sites gave',
  };
  return draws.flatMap(({ path, transcript: { input } }) => {
    if (input.kind !== 'panel' || input.sitesFrom === undefined) return [];
    const drawn = draws.find(({ transcript: { drawId } }) => drawId === input.sitesFrom)?.transcript.result;
    const given =
      drawn && 'sites' in drawn ? drawn.sites.map(({ id, min, max }) => ({ id, min, max })) : null;
    return checked(text, path, () => canonicalText(input.sites) === canonicalText(given));
  });
}
