import { isAboutDesk } from '#shared/catalogue/alerts/clearing.ts';
import type { AlertCode } from '#shared/catalogue/alerts/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { AlertView } from '#shared/protocol/views.ts';
import type { Command } from '../ledger/command.ts';
import { flagsOf } from '../lookback/reads.ts';
import { countAlerts, findAlert, hasAlert, hasOpenAlert } from './reads.ts';

export interface AlertToRaise {
  readonly code: AlertCode;
  readonly values: Record<string, string | number>;
  readonly project?: string;
  readonly site?: string;
  readonly booth?: string;
}

export const raiseAlert: Command<AlertToRaise, number, null> = {
  name: 'raise-alert',
  load: (db) => countAlerts(db),
  decide(count, { code, values, project = null, site = null, booth = null }) {
    const alert = `A${count + 1}`;
    const payload = { alert, code, values, project, site, booth };
    return { events: [{ type: 'alert.raised', subject: `alert/${alert}`, payload }], answer: null };
  },
};

/** The look-back of a project has flagged marks: one alert for all of them, raised with the first. */
export const raiseAbnormalMarks: Command<
  { project: string },
  { count: number; raised: boolean; flags: number },
  null
> = {
  name: 'raise-abnormal-marks',
  load: async (db, { project }) => ({
    count: await countAlerts(db),
    raised: await hasAlert(db, 'ABNORMAL_MARKS', project),
    flags: (await flagsOf(db, project)).length,
  }),
  decide({ count, raised, flags }, { project }, facts) {
    if (raised) return { events: [], answer: null };
    return raiseAlert.decide(count, { code: 'ABNORMAL_MARKS', values: { count: flags }, project }, facts);
  },
};

/** Objective marks differ though the panel has looked again: told anew only once the alert before is decided. */
export const raiseDiffering: Command<
  { project: string; places: number },
  { count: number; told: boolean },
  null
> = {
  name: 'raise-differing',
  load: async (db, { project }) => ({
    count: await countAlerts(db),
    told: await hasOpenAlert(db, 'OBJECTIVE_DIFFERING', project),
  }),
  decide({ count, told }, { project, places }, facts) {
    if (told) return { events: [], answer: null };
    return raiseAlert.decide(
      count,
      { code: 'OBJECTIVE_DIFFERING', values: { count: places }, project },
      facts,
    );
  },
};

export interface AlertDecision {
  readonly alert: string;
  readonly decision: 'noted' | 'handled' | 'referred';
  readonly note: string;
  /** Site of a hall's desk, which decides on its own booths alone; null for supervisors. */
  readonly site: string | null;
}

export const decideAlert: Command<AlertDecision, AlertView | null, null> = {
  name: 'decide-alert',
  load: (db, { alert }) => findAlert(db, alert),
  decide(found, { alert, decision, note, site }) {
    const seen = found && (site === null || (found.site === site && !isAboutDesk(found.code)));
    if (!seen) throw new Refusal('ALERT_UNKNOWN', { alert });
    if (found.state === 'decided') throw new Refusal('ALERT_DECIDED', { alert });
    const payload = { alert, booth: found.booth, decision, note };
    return { events: [{ type: 'alert.decided', subject: `alert/${alert}`, payload }], answer: null };
  },
};
