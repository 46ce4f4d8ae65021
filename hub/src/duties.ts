/**
 * What one hub process does for all that are on its database: sealing reports, inviting experts, showing witnesses the
 * ledger, having certificates time-stamped, carrying batches on, closing ceremonies whose time is over, fetching
 * their beacons and making their results, passing on from who has not answered, looking over many projects for what
 * only repetition shows, recording which revocation lists are in force.
 */
import { startBatches } from './batches/drawing.ts';
import { startBeacons } from './draws/beacons.ts';
import { startResults } from './draws/results/making.ts';
import type { Hub } from './gateway/hub.ts';
import { startInvitations } from './invitations/inviting.ts';
import { renderReport } from './reports/report-document.ts';
import { startSealing } from './reports/sealing.ts';
import { startListRecord } from './revocation/watch.ts';
import { startStamping } from './stamps/stamping.ts';
import { startTendencies } from './tendencies/raising.ts';
import { watchDeadlines } from './watch.ts';
import { startWitnessing } from './witnesses/witnessing.ts';

type Report = (error: unknown) => void;

function startDuties(hub: Hub, report: Report): { stop(): Promise<void> } {
  const sealing = startSealing({ ...hub, render: renderReport }, report);
  const invitations = startInvitations(hub, report);
  const witnessing = startWitnessing({ ...hub, report });
  const stamping = startStamping({ ...hub, report });
  const batches = startBatches(hub, report);
  const results = startResults(hub, report);
  const beacons = startBeacons(hub, report);
  const tendencies = startTendencies(hub, report);
  const deadlines = watchDeadlines(hub, report);
  const lists = startListRecord(hub, report);
  return {
    stop: async () => {
      deadlines.stop();
      lists?.stop();
      await Promise.all(
        [sealing, invitations, witnessing, stamping, batches, results, beacons, tendencies].map((work) =>
          work?.stop(),
        ),
      );
    },
  };
}

/** Takes the duties up and lays them down, as often as this process is told that they are its own or another's. */
export class Duties {
  readonly #hub: Hub;
  readonly #report: Report;
  #running: { stop(): Promise<void> } | null = null;
  #changing: Promise<void> = Promise.resolve();

  constructor(hub: Hub, report: Report) {
    this.#hub = hub;
    this.#report = report;
  }

  /** Settles with what is asked for in force: nothing of them is under way once they are laid down. */
  take(mine: boolean): Promise<void> {
    this.#changing = this.#changing.then(async () => {
      if (mine) this.#running ??= startDuties(this.#hub, this.#report);
      else {
        await this.#running?.stop();
        this.#running = null;
      }
    });
    return this.#changing;
  }
}
