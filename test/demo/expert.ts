/** One expert before the screen of their booth: reads what it shows and does the next thing, as a person would. */
import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import type { BoothScreen, Intent } from '#shared/protocol/bridge.ts';
import type { ExpertView, Marks, Verdicts } from '#shared/protocol/evaluation.ts';
import { type Person, PIN } from './people.ts';
import type { Terminal } from './terminal.ts';

/** What an expert will do where it is up to them. */
export interface Plan {
  /** The marks they mean to give: bidder → item → thousandths. */
  readonly marks: Marks;
  /** A bidder they would turn away in the preliminary review, and why. */
  readonly objection?: { readonly bidder: string; readonly reason: string };
  /** A mark they typed wrong and put right once it is flagged. */
  readonly slipOfPen?: { readonly bidder: string; readonly item: string; readonly mark: number };
  /** Why they dissent from the report. */
  readonly dissent?: string;
}

/** The line was down, or opened anew in between: the screen says to try again, and so they do. */
const passing: readonly string[] = ['ADMISSION_CHALLENGE', 'SLIP_CODE_OFFLINE'];
const TRIES = 10;

const EXPLANATION =
  '评分依据为投标文件相应章节与评分细则逐条对照的结果，与其他专家的差异源于对方案可实施性的判断，维持原评分。';

export class ExpertAtBooth {
  readonly person: Person;
  readonly terminal: Terminal;
  readonly #plan: Plan;
  readonly #slip: string;

  constructor(person: Person, terminal: Terminal, slip: string, plan: Plan) {
    this.person = person;
    this.terminal = terminal;
    this.#plan = plan;
    this.#slip = slip;
  }

  /** Sits down at their own booth: badge, slip, key and PIN. */
  async sitDown(): Promise<void> {
    let refusal = await this.#askAdmission(this.terminal);
    for (let n = 0; refusal && passing.includes(refusal.code) && n < TRIES; n++) {
      await this.terminal.act({ kind: 'start-over' });
      await this.terminal.showing(({ line }) => line === 'online');
      refusal = await this.#askAdmission(this.terminal);
    }
    if (refusal) throw new Error(`${this.terminal.booth}: ${refusal.code} ${refusal.message.zh}`);
  }

  /** Sits down where they do not belong, is refused and goes away; gives the refusal they were shown. */
  async sitDownWrongly(terminal: Terminal): Promise<RefusalMessage> {
    const refusal = await this.#askAdmission(terminal);
    terminal.removeKey();
    await terminal.showing(({ key }) => key.state === 'absent');
    if (!refusal) throw new Error(`${this.person.name} was admitted at ${terminal.booth}`);
    await terminal.act({ kind: 'start-over' });
    return refusal;
  }

  async #askAdmission(terminal: Terminal): Promise<RefusalMessage | null> {
    await terminal.showing((screen) => screen.screen === 'badge');
    await terminal.act({ kind: 'badge', badge: this.person.badge });
    await terminal.act({ kind: 'slip', code: this.#slip });
    terminal.insertKey(this.person.keyFile);
    await terminal.showing(({ screen, key }) => screen === 'key' && key.holder === this.person.name);
    const refused = await terminal.ask({ kind: 'admit', pin: PIN });
    if (refused) return refused;
    const shown = await terminal.showing(
      (screen) => screen.screen === 'session' || screen.screen === 'refused',
    );
    return shown.screen === 'refused' ? (shown.refusal as RefusalMessage) : null;
  }

  /** Does step after step until `enough` holds of what is shown. */
  async workUntil(enough: (session: ExpertView, screen: BoothScreen) => boolean): Promise<void> {
    let did = '';
    for (;;) {
      const screen = await this.terminal.showing(
        ({ screen: name, session, busy }) =>
          name === 'session' &&
          session !== null &&
          busy.length === 0 &&
          (enough(session, this.terminal.screen) || stateOf(session) !== did),
      );
      const { session } = screen;
      if (!session || enough(session, screen)) return;
      did = stateOf(session);
      for (const intent of this.#next(session)) await this.terminal.act(intent);
    }
  }

  /** Types the marks one by one; each is on disk before the next. */
  async typeMarks(pace: number): Promise<void> {
    const { session } = this.terminal.screen;
    if (!session) throw new Error(`no session at ${this.terminal.booth}`);
    for (const { id: bidder, valid } of session.bidders) {
      if (valid === false) continue;
      for (const { id: item } of session.project.items) {
        const mark = this.#plan.marks[bidder]?.[item];
        if (mark !== undefined && session.marks[bidder]?.[item] !== mark) {
          await this.terminal.act({ kind: 'mark', bidder, item, mark });
          await new Promise((resolve) => setTimeout(resolve, pace));
        }
      }
    }
  }

  async finishMarking(): Promise<void> {
    await this.terminal.act({ kind: 'ready' });
  }

  async leave(): Promise<void> {
    await this.workUntil(({ step }) => step === 'done');
    await this.terminal.act({ kind: 'leave' });
    await this.terminal.showing((screen) => screen.screen !== 'session');
    this.terminal.removeKey();
  }

  #next(session: ExpertView): Intent[] {
    const { slipOfPen, dissent } = this.#plan;
    switch (session.step) {
      case 'pledge':
        return [{ kind: 'pledge', pin: PIN }];
      case 'declare':
        return [{ kind: 'declare', bidders: [] }];
      case 'chair':
        return [{ kind: 'chair-vote', alias: session.candidates[0] ?? session.alias }];
      case 'review':
        return [{ kind: 'review', verdicts: this.#verdicts(session) }];
      case 'review-vote':
        return session.disputes
          .filter((dispute) => dispute.myVote === null)
          .map((dispute) => ({ kind: 'review-vote', bidder: dispute.bidder, valid: true }));
      case 'competition':
        return [{ kind: 'competition-vote', remains: true }];
      case 'sign':
        return [{ kind: 'sign', pin: PIN }];
      case 'flags': {
        const open = session.flags.filter((flag) => flag.state === 'open');
        const wrong =
          slipOfPen && open.some((flag) => flag.bidder === slipOfPen.bidder && flag.item === slipOfPen.item);
        if (wrong)
          return [
            { kind: 'amend-mark', ...slipOfPen },
            { kind: 'amend-sign', pin: PIN },
          ];
        return open.slice(0, 1).map((flag) => ({ kind: 'explain', flag: flag.id, text: EXPLANATION }));
      }
      case 'flag-vote':
        return session.flagVotes
          .filter((vote) => vote.myVote === null)
          .map(({ id, explanation }) => ({
            ...{ kind: 'flag-vote', flag: id },
            abnormal: explanation === undefined,
          }));
      case 'consent':
        return [
          dissent === undefined
            ? { kind: 'consent', position: 'agree', pin: PIN }
            : { kind: 'consent', position: 'dissent', dissent, pin: PIN },
        ];
      case 'done':
      case 'marking':
      case 'wait':
        return [];
    }
  }

  #verdicts({ bidders }: ExpertView): Verdicts {
    const pass = { pass: true };
    const { objection } = this.#plan;
    return Object.fromEntries(
      bidders.map(({ id }) => {
        const responsiveness = objection?.bidder === id ? { pass: false, reason: objection.reason } : pass;
        return [id, { form: pass, qualification: pass, responsiveness }];
      }),
    );
  }
}

/** Changes when there is something new for the expert to do. */
function stateOf({ step, flags, flagVotes, disputes }: ExpertView): string {
  const open = flags.filter((flag) => flag.state === 'open').length;
  const votes = disputes.filter((dispute) => dispute.myVote === null).length;
  const flagged = flagVotes.filter((vote) => vote.myVote === null).map(({ id }) => id);
  return `${step}/${open}/${votes}/${flagged.join()}`;
}
