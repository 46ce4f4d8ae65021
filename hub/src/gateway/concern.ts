/** Whether what happened concerns a limited charge: its live line hears of nothing else. */
import { type Charge, inCharge } from '#shared/charge/charge.ts';
import { drawsOfBatch } from '../batches/reads.ts';
import { drawInCharge } from '../draws/charge.ts';
import type { StoredEvent } from '../ledger/command.ts';
import { projectInCharge } from '../projects/charge.ts';
import type { Db } from '../store/database.ts';
import { findHall } from '../venues/reads.ts';
import { alertIdInCharge, boothInCharge } from './charge.ts';

/** By what an event is about, the first part of its subject. */
const bySubject: Readonly<Record<string, (db: Db, charge: Charge, id: string) => Promise<boolean>>> = {
  project: projectInCharge,
  draw: drawInCharge,
  booth: boothInCharge,
  alert: alertIdInCharge,
  site: async (_db, charge, id) => inCharge(charge, [id]),
  hall: async (db, charge, id) => {
    const hall = await findHall(db, id);
    return hall !== null && inCharge(charge, [hall.site]);
  },
  batch: async (db, charge, id) => {
    for (const { project } of await drawsOfBatch(db, id))
      if (await projectInCharge(db, charge, project)) return true;
    return false;
  },
};

/** What is about none of these and names neither project nor site concerns those alone whose charge is everything. */
export async function concerns(
  db: Db,
  charge: Charge,
  { subject, payload }: Pick<StoredEvent, 'subject' | 'payload'>,
): Promise<boolean> {
  if (charge === null) return true;
  const { project, site } = payload as { project?: unknown; site?: unknown };
  if (typeof site === 'string' && inCharge(charge, [site])) return true;
  if (typeof project === 'string') return projectInCharge(db, charge, project);
  if (typeof site === 'string') return false; // of thousands of booths, none is looked up
  const [kind = '', ...id] = subject.split('/');
  return (await bySubject[kind]?.(db, charge, id.join('/'))) ?? false;
}
