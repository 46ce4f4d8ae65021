/** One expert: comes to the desk, sits down at their booth, and does what its screen asks for until they may leave. */

import type { PoolExpert } from '#shared/pool/expert.ts';
import type { BoothScreen, Intent } from '#shared/protocol/bridge.ts';
import type { ExpertView, Verdicts } from '#shared/protocol/evaluation.ts';
import type { SlipView } from '#shared/protocol/views.ts';
import { pause } from './bell.ts';
import type { BoothNode } from './booth-node.ts';
import { Chance } from './chance.ts';
import { MINUTE, SECOND } from './clock.ts';
import type { Morning } from './morning.ts';
import { Temper } from './temper.ts';
import type { Called } from './truth.ts';

/** How long a person waits for a button to do something before they look again. */
const PATIENCE = 2 * MINUTE;

export class Expert {
  readonly person: PoolExpert;
  readonly called: Called;
  readonly #morning: Morning;
  readonly #chance: Chance;
  readonly #temper: Temper;
  left = false;

  constructor(morning: Morning, person: PoolExpert, called: Called) {
    this.#morning = morning;
    this.person = person;
    this.called = called;
    this.#chance = morning.chance.fork(`expert ${person.id} ${called.project}`);
    this.#temper = new Temper(this.#chance.fork('temper'), new Chance(called.project));
  }

  /** Whether they hold the slip's code to the scanner, by which they are let in while the line is down too. */
  get #scans(): boolean {
    return this.#temper.says('scans', 0.6);
  }

  async live(): Promise<void> {
    await this.#pause(4 * 60, 30 * 60);
    let slip = await this.#morning.desk(this.called.site).come(this.person);
    while (!this.#gone()) {
      const booth = this.#morning.boothAt(slip.seat);
      await this.#pause(60, 300);
      const moved = await this.#sit(booth, slip);
      if (!moved) break;
      slip = moved;
    }
    this.left = true;
  }

  /** Works at one booth. Gives the slip of the next when the desk has moved them, or null when they may go. */
  async #sit(booth: BoothNode, slip: SlipView): Promise<SlipView | null> {
    while (!this.#gone()) {
      const screen = booth.core?.screen;
      if (!screen) {
        await this.#pause(20, 60);
        continue;
      }
      if (screen.screen === 'left') break;
      const [intent, thinking] = this.#next(screen, booth, slip);
      if (!intent) {
        await booth.bell.wait(this.#morning.clock, this.#chance.whole(30, 90) * SECOND);
        continue;
      }
      await this.#pause(...thinking);
      // What was on the screen while they thought may be there no more.
      const now = booth.core?.screen;
      if (now && stateOf(now) === stateOf(screen)) await this.#do(booth, intent);
    }
    booth.slot.put(null);
    return null;
  }

  /** Whether this person has no part in the evaluation any more. */
  #gone(): boolean {
    const { project, expert } = this.called;
    return this.#morning.over || !this.#morning.truth.memberOf(project, expert);
  }

  async #do(booth: BoothNode, intent: Intent): Promise<void> {
    const { observer, clock } = this.#morning;
    const { core } = booth;
    if (!core) return;
    const asked = observer.asks(booth.place.booth, intent, clock.now + booth.skew);
    const answered = core.act(intent).then(
      (refusal) => observer.answersPerson(asked, refusal),
      (error: unknown) => this.#morning.failed(`booth ${booth.place.booth} ${intent.kind}`, error),
    );
    await Promise.race([answered, pause(clock, PATIENCE)]);
  }

  /** What this screen asks for, and how many seconds a person takes over it. */
  #next(screen: BoothScreen, booth: BoothNode, slip: SlipView): [Intent | null, [number, number]] {
    const key = this.#morning.keys.of(this.person.name);
    const quick: [number, number] = [2, 12];
    switch (screen.screen) {
      case 'badge':
        return [{ kind: 'badge', badge: this.person.badge }, quick];
      case 'slip':
        return [
          this.#scans
            ? { kind: 'scan-slip', text: slip.qr }
            : { kind: 'slip', code: this.#temper.reads(slip.code) },
          quick,
        ];
      case 'key':
        if (booth.slot.key !== key) booth.slot.put(key);
        if (screen.line === 'offline' && !this.#scans) return [null, quick];
        return [{ kind: 'admit', pin: this.#temper.mistypes() ? '000000' : key.pin }, quick];
      case 'refused':
        return [{ kind: 'start-over' }, quick];
      case 'key-removed':
        booth.slot.put(key);
        return [null, quick];
      case 'session':
        if (screen.session && this.#temper.pullsKey()) {
          booth.slot.put(null);
          return [null, quick];
        }
        return screen.session ? this.#nextStep(screen.session, screen, key.pin) : [null, quick];
      default:
        return [null, quick];
    }
  }

  #nextStep(session: ExpertView, screen: BoothScreen, pin: string): [Intent | null, [number, number]] {
    const temper = this.#temper;
    if (screen.busy.includes(session.step)) return [null, [1, 1]];
    switch (session.step) {
      case 'pledge':
        return [{ kind: 'pledge', pin }, [20, 90]];
      case 'declare':
        return [this.#declaration(session), [10, 60]];
      case 'chair':
        return [{ kind: 'chair-vote', alias: temper.pick('chair', session.candidates) }, [10, 60]];
      case 'review':
        return [{ kind: 'review', verdicts: this.#verdicts(session) }, [300, 1200]];
      case 'review-vote': {
        const open = session.disputes.find((dispute) => dispute.myVote === null);
        if (!open) return [null, [1, 1]];
        if (temper.talks()) return [question, [10, 60]];
        const valid = temper.says(`vote ${open.bidder}`, 0.6);
        return [{ kind: 'review-vote', bidder: open.bidder, valid }, [20, 90]];
      }
      case 'competition':
        return [{ kind: 'competition-vote', remains: temper.says('remains', 0.8) }, [10, 60]];
      case 'marking':
        return this.#marking(session, screen);
      case 'sign':
        return [{ kind: 'sign', pin }, [10, 60]];
      case 'flags':
        return this.#lookBack(session, screen, pin);
      case 'flag-vote': {
        const open = session.flagVotes.find((vote) => vote.myVote === null);
        if (!open) return [null, [1, 1]];
        const abnormal = this.#temper.says(`abnormal ${open.id}`, 0.6);
        return [{ kind: 'flag-vote', flag: open.id, abnormal }, [20, 90]];
      }
      case 'consent':
        return [this.#position(pin), [30, 200]];
      case 'done':
        return [{ kind: 'leave' }, [10, 120]];
      case 'wait':
        if (session.waitingFor === 'marks' && temper.thinksAgain()) return [{ kind: 'unready' }, [10, 120]];
        if (session.talk.state === 'open' && temper.talks()) return [question, [10, 60]];
        return [null, [1, 1]];
    }
  }

  #declaration({ bidders }: ExpertView): Intent {
    const conflict = this.#temper.says('conflict', 0.03) ? bidders[0] : undefined;
    if (!conflict || this.#morning.isCalm) return { kind: 'declare', bidders: [] };
    return { kind: 'declare', bidders: [conflict.id], reason: '近三年在该单位任职' };
  }

  #verdicts({ bidders }: ExpertView): Verdicts {
    const pass = { pass: true };
    const failing = { pass: false, reason: '资质证书已过有效期' };
    return Object.fromEntries(
      bidders.map(({ id }) => [
        id,
        {
          form: pass,
          qualification: this.#temper.finds(id) ? pass : failing,
          responsiveness: this.#temper.says(`responsive ${id}`, 0.97) ? pass : failing,
        },
      ]),
    );
  }

  #marking(session: ExpertView, screen: BoothScreen): [Intent | null, [number, number]] {
    const { temper } = { temper: this.#temper };
    for (const { id: bidder, valid } of session.bidders) {
      if (valid !== true) continue;
      for (const item of session.project.items) {
        const differs = session.differing.some((cell) => cell.bidder === bidder && cell.item === item.id);
        const mark = temper.mark(bidder, item, differs);
        if (session.marks[bidder]?.[item.id] === mark) continue;
        return [{ kind: 'mark', bidder, item: item.id, mark }, [8, 70]];
      }
    }
    if (screen.sheetFaults.length > 0) return [null, [1, 1]];
    const again = temper.changesMind(session);
    if (again) return [{ kind: 'mark', ...again }, [5, 30]];
    return [{ kind: 'ready' }, [10, 90]];
  }

  #lookBack(session: ExpertView, screen: BoothScreen, pin: string): [Intent | null, [number, number]] {
    const open = session.flags.find((flag) => flag.state === 'open');
    if (!open) return [null, [1, 1]];
    if (open.votes && this.#temper.says(`refuse ${open.id}`, 0.4))
      return [{ kind: 'refuse-explanation', flag: open.id }, [20, 90]];
    if (Object.keys(screen.amendment).length > 0) return [{ kind: 'amend-sign', pin }, [10, 60]];
    const amends = open.item !== null && this.#temper.says(`amend ${open.id}`, 0.5);
    const item = session.project.items.find(({ id }) => id === open.item);
    const before = session.marks[open.bidder]?.[open.item ?? ''];
    if (amends && item && before !== undefined) {
      const mark = open.direction === 'high' ? before - item.step : before + item.step;
      if (mark >= 0 && mark <= item.max) {
        return [{ kind: 'amend-mark', bidder: open.bidder, item: item.id, mark }, [30, 120]];
      }
    }
    return [
      { kind: 'explain', flag: open.id, text: '依据投标文件相应章节逐条对照，维持原评分。' },
      [40, 200],
    ];
  }

  #position(pin: string): Intent {
    if (this.#temper.says('dissent', 0.08)) {
      return { kind: 'consent', position: 'dissent', dissent: '对排序有不同意见。', pin };
    }
    if (this.#temper.says('refuse', 0.05)) return { kind: 'refuse-consent' };
    return { kind: 'consent', position: 'agree', pin };
  }

  #pause(low: number, high: number): Promise<void> {
    return pause(this.#morning.clock, this.#chance.whole(low, high) * SECOND);
  }
}

const question: Intent = { kind: 'say', text: '请对照招标文件第三章。' };

/** What a person would notice as another screen. */
function stateOf({ screen, session, busy, refusal }: BoothScreen): string {
  const marks = session?.step === 'marking' ? JSON.stringify(session.marks) : '';
  const open = session?.flags.filter((flag) => flag.state === 'open').length;
  const votes = session?.disputes.filter((dispute) => dispute.myVote === null).length;
  const flagged = session?.flagVotes.filter((vote) => vote.myVote === null).map(({ id }) => id);
  return [screen, session?.step, marks, open, votes, flagged?.join(), busy.join(), refusal?.code].join('/');
}
