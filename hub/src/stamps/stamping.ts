/**
 * Has the checkpoint of every sealed project's certificate time-stamped by the outside authority: after the seal, as
 * soon as enough witnesses have cosigned, and again until it is had. Nobody waits for it but who asks for the
 * certificate.
 */
import { base64Of } from '#shared/canonical/index.ts';
import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Hub } from '../gateway/hub.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { type FollowUp, startFollowUp } from '../ledger/follow-up.ts';
import { type CertifyingHub, witnessedCheckpoint } from '../reports/certificate.ts';
import { sealedReports } from '../reports/reads.ts';
import { askForTimeStamp } from './asking.ts';
import type { TimeAuthority } from './authority.ts';
import { changeAuthority, recordStamp } from './decide.ts';
import { latestStamp, stampedProjects } from './reads.ts';

/** How long an authority may fail before it is called failing, in milliseconds. */
const FAILING_AFTER = 10 * 60_000;
/** An authority's certificate is about to end when it has fewer days than this. */
const EXPIRING_DAYS = 30;
/** How often the end of its certificate is looked at though nothing is to be stamped. */
const LOOK_EVERY = 12 * 3_600_000;

export interface StampingParts extends CertifyingHub, Pick<Hub, 'spine' | 'behind' | 'timers'> {
  readonly report: (error: unknown) => void;
  /** Milliseconds; by default ten minutes. */
  readonly failingAfter?: number;
}

/** Starts asking; null where no authority is set. */
export function startStamping(parts: StampingParts): FollowUp | null {
  const { timeAuthority, timers, spine } = parts;
  if (!timeAuthority) return null;
  const stamping = new Stamping(parts, timeAuthority);
  const followUp = startFollowUp({
    spine,
    concerns: ({ type }) => type === 'report.sealed',
    work: () => stamping.work(),
    report: (error) => stamping.told(error),
  });
  const stopLooking = timers.every(LOOK_EVERY, () => followUp.again());
  return {
    ...followUp,
    stop: async () => {
      stopLooking();
      stamping.stop();
      await followUp.stop();
    },
  };
}

class Stamping {
  readonly #parts: StampingParts;
  readonly #authority: TimeAuthority;
  readonly #ended = new AbortController();
  #failingSince: number | null = null;
  #lastTold = '';

  constructor(parts: StampingParts, authority: TimeAuthority) {
    this.#parts = parts;
    this.#authority = authority;
  }

  /** Ends what is under way. */
  stop(): void {
    this.#ended.abort();
  }

  /** Stamps what waits. One that waits for its witnesses holds no other up; a failing authority is asked once. */
  async work(): Promise<void> {
    const { store, behind } = this.#parts;
    if (behind.missing) throw new Refusal('HUB_BEHIND', { size: 0, booths: behind.missing.acts.length });
    const had = await stampedProjects(store);
    let waiting: unknown = null;
    for (const { project } of await sealedReports(store)) {
      if (this.#ended.signal.aborted || had.has(project)) continue;
      const checkpoint = await witnessedCheckpoint(this.#parts, project).catch((error: unknown) => {
        waiting = error;
        return null;
      });
      if (checkpoint) await this.#stamp(project, checkpoint);
    }
    await this.#lookAtEnd();
    if (waiting) throw waiting;
    this.#lastTold = '';
  }

  async #stamp(
    project: string,
    { size, note, witnesses }: { size: number; note: string; witnesses: readonly string[] },
  ): Promise<void> {
    const { spine } = this.#parts;
    const { url } = this.#authority;
    const { signal } = this.#ended;
    const { tsr, stamp } = await askForTimeStamp(this.#authority, new TextEncoder().encode(note), {
      signal,
    }).catch(async (error: unknown) => {
      if (!signal.aborted) await this.#failed(error);
      throw error;
    });
    const recorded = {
      ...{ project, size, note, witnesses: [...witnesses], tsr: base64Of(tsr) },
      authority: (stamp.authority || new URL(url).host).slice(0, 200),
      time: stamp.time.toISOString(),
      expires: stamp.expires.toISOString(),
    };
    await spine.do(plan(recordStamp, recorded), hubActor);
    this.#failingSince = null;
  }

  async #failed(error: unknown): Promise<void> {
    if (!(error instanceof Refusal)) return;
    this.#failingSince ??= Date.now();
    const { failingAfter = FAILING_AFTER } = this.#parts;
    if (Date.now() - this.#failingSince < failingAfter) return;
    await this.#change('failing', error.toMessage().message);
  }

  /** Whether the certificate of the authority is about to end; one that answers again is recorded here too. */
  async #lookAtEnd(): Promise<void> {
    const { store, now } = this.#parts;
    const latest = await latestStamp(store);
    if (!latest || this.#failingSince !== null) return;
    const days = Math.floor((Date.parse(latest.expires) - now().getTime()) / 86_400_000);
    const expiring = days < EXPIRING_DAYS;
    const day = latest.expires.slice(0, 10);
    await this.#change(expiring ? 'expiring' : 'answering', {
      zh: `证书“${latest.authority}”有效期至 ${day}`,
      en: `certificate "${latest.authority}" ends on ${day}`,
    });
  }

  async #change(
    state: EventPayload<'time-authority.changed'>['state'],
    words: { zh: string; en: string },
  ): Promise<void> {
    const { url } = this.#authority;
    await this.#parts.spine.do(plan(changeAuthority, { url, state, ...words }), hubActor);
  }

  /** Tells each kind of failure once while it lasts: there is a try every few minutes. */
  told(error: unknown): void {
    const code = error instanceof Refusal ? error.code : '';
    if (this.#ended.signal.aborted || code === 'CERTIFICATE_NOT_WITNESSED') return;
    if (code !== '' && code === this.#lastTold) return;
    this.#lastTold = code;
    this.#parts.report(error);
  }
}
