import { drawIdsAbout, transcriptText } from '../draws/reads.ts';
import { identitiesText } from '../panels/reads.ts';
import type { Db } from '../store/database.ts';
import type { DrawToLearn } from './desk.ts';

/** The draws of panels whose names are known, the first first. */
export async function openDraws(db: Db): Promise<DrawToLearn[]> {
  const panels = await db.selectFrom('open_panels').select('project').orderBy('since').execute();
  const ids = await Promise.all(panels.map(({ project }) => drawIdsAbout(db, project)));
  return ids.flat().map((drawId) => ({ drawId, read: () => textsOf(db, drawId) }));
}

async function textsOf(db: Db, drawId: string) {
  const [transcript, identities] = [await transcriptText(db, drawId), await identitiesText(db, drawId)];
  return transcript === null || identities === null ? null : { transcript, identities };
}
