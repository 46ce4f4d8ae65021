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

/** Something under way until it is stopped. */
interface Work {
  stop(): void | Promise<void>;
}

/** Starts one duty; null where there is nothing to do. */
type Duty = (hub: Hub, report: Report) => Work | null;

const duties: readonly Duty[] = [
  (hub, report) => startSealing({ ...hub, render: renderReport }, report),
  startInvitations,
  (hub, report) => startWitnessing({ ...hub, report }),
  (hub, report) => startStamping({ ...hub, report }),
  startBatches,
  startResults,
  startBeacons,
  startTendencies,
  watchDeadlines,
  startListRecord,
];

/** How long after a failure a duty is started again, in milliseconds. */
const AGAIN = 5000;

/** Starts a duty by itself, and again where that fails: one that cannot be started keeps no other from being done. */
function startDuty(duty: Duty, hub: Hub, report: Report): { stop(): Promise<void> } {
  let work: Work | null = null;
  let callOff = () => {};
  const start = () => {
    try {
      work = duty(hub, report);
    } catch (error) {
      report(error);
      callOff = hub.timers.after(AGAIN, start);
    }
  };
  start();
  return {
    stop: async () => {
      callOff();
      try {
        await work?.stop();
      } catch (error) {
        report(error);
      }
    },
  };
}

/** Takes the duties up and lays them down, as often as this process is told that they are its own or another's. */
export class Duties {
  readonly #hub: Hub;
  readonly #report: Report;
  #running: readonly { stop(): Promise<void> }[] = [];
  #changing: Promise<void> = Promise.resolve();

  constructor(hub: Hub, report: Report) {
    this.#hub = hub;
    this.#report = report;
  }

  /** Settles with what is asked for in force: nothing of them is under way once they are laid down. */
  take(mine: boolean): Promise<void> {
    this.#changing = this.#changing.then(() => (mine ? this.#takeUp() : this.#layDown()));
    return this.#changing;
  }

  #takeUp(): void {
    if (this.#running.length > 0) return;
    this.#running = duties.map((duty) => startDuty(duty, this.#hub, this.#report));
  }

  async #layDown(): Promise<void> {
    await Promise.all(this.#running.map((duty) => duty.stop()));
    this.#running = [];
  }
}
