/**
 * How a route obeys the charge (监督范围) of a supervisor or discipline officer, and whether one thing is in it. Each route
 * that is open to them says its rule (`route.ts` starts no hub otherwise); what it names by one parameter is refused here,
 * before anything of it is read.
 */
import type { FastifyInstance } from 'fastify';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { type Charge, inCharge } from '#shared/charge/charge.ts';
import { alertInCharge } from '../alerts/charge.ts';
import { findAlert } from '../alerts/reads.ts';
import { drawInCharge } from '../draws/charge.ts';
import { projectInCharge } from '../projects/charge.ts';
import type { Db } from '../store/database.ts';
import { findBooth } from '../venues/reads.ts';

/** What is named by one parameter of an address, and which parameter that is. */
const named = { project: 'id', draw: 'drawId', booth: 'booth', alert: 'id' } as const;
type Named = keyof typeof named;

export type ChargeRule =
  /** Of one thing, which must be in the charge. Refuses NOT_IN_CHARGE, also where there is none. */
  | Named
  /** Of many, of which the handler gives those in `session.charge`, or works out what it tells from those alone. */
  | 'narrowed'
  /** Worked out from everything: refuses CHARGE_LIMITED. */
  | 'whole'
  /** Tells nothing of any project or site. */
  | 'open';

declare module 'fastify' {
  interface FastifyInstance {
    /** Refuses what a limited charge does not reach by this rule; the parameters are those of the address. */
    requireInCharge(
      rule: ChargeRule,
      charge: Charge,
      params: Readonly<Record<string, string>>,
    ): Promise<void>;
  }
}

export function keepCharges(app: FastifyInstance, store: Db): void {
  app.decorate('requireInCharge', async (rule, charge, params) => {
    if (charge === null || rule === 'narrowed' || rule === 'open') return;
    if (rule === 'whole') throw new Refusal('CHARGE_LIMITED');
    if (!(await reached[rule](store, charge, params[named[rule]] ?? ''))) throw new Refusal('NOT_IN_CHARGE');
  });
}

const reached: Readonly<Record<Named, (db: Db, charge: Charge, id: string) => Promise<boolean>>> = {
  project: projectInCharge,
  draw: drawInCharge,
  booth: boothInCharge,
  alert: alertIdInCharge,
};

export async function alertIdInCharge(db: Db, charge: Charge, id: string): Promise<boolean> {
  const alert = await findAlert(db, id);
  return alert !== null && alertInCharge(charge, alert, (project) => projectInCharge(db, charge, project));
}

export async function boothInCharge(db: Db, charge: Charge, id: string): Promise<boolean> {
  const booth = await findBooth(db, id);
  return booth !== null && inCharge(charge, [booth.site]);
}
