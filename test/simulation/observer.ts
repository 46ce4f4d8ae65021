/** Sees every frame, every answer and every screen's promise, as they are sent: the memory that a morning is judged by. */
import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import type { Act, BoothFrame, HubFrame } from '#shared/protocol/booth-frames.ts';
import type { Intent } from '#shared/protocol/bridge.ts';
import type { SessionView } from '#shared/protocol/views.ts';
import type { VirtualClock } from './clock.ts';
import { boothMayBeToldOf, hubMayRefuse } from './expected-refusals.ts';
import type { Findings, Trace } from './findings.ts';
import type { Line } from './network.ts';
import type { Answer } from './offices.ts';
import type { Secrecy } from './secrecy.ts';

export interface SentAct {
  readonly n: number;
  readonly at: string;
  readonly act: Act;
}

/** What a person wanted, and what became of it as far as they were told. */
export interface Asked {
  readonly booth: string;
  readonly intent: Intent;
  readonly at: string;
  told: RefusalMessage | null | 'nothing yet';
}

/** What staff asks of the hub. */
export interface Request {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: unknown;
}

/** Something staff has done, and was told is done. */
export interface Done {
  readonly user: string;
  readonly url: string;
  readonly body: unknown;
  /** How many entries were stored when they were told. */
  readonly size: number;
}

export class Observer {
  readonly #clock: VirtualClock;
  readonly #trace: Trace;
  readonly #findings: Findings;
  readonly #secrecy: Secrecy;
  /** Booth → number → the act as it was first sent. */
  readonly acts = new Map<string, Map<number, SentAct>>();
  /** Booth → number → the answer the hub has sent. */
  readonly acks = new Map<string, Map<number, string | null>>();
  readonly asked: Asked[] = [];
  readonly done: Done[] = [];
  frames = 0;

  constructor(parts: { clock: VirtualClock; trace: Trace; findings: Findings; secrecy: Secrecy }) {
    this.#clock = parts.clock;
    this.#trace = parts.trace;
    this.#findings = parts.findings;
    this.#secrecy = parts.secrecy;
  }

  note(text: string): void {
    this.#trace.note(this.#clock.now, text);
  }

  sent({ booth }: Line, from: 'booth' | 'hub', text: string): void {
    this.frames += 1;
    if (from === 'booth') this.#fromBooth(booth, JSON.parse(text) as BoothFrame);
    else this.#fromHub(booth, JSON.parse(text) as HubFrame, text);
  }

  #fromBooth(booth: string, frame: BoothFrame): void {
    if (frame.type !== 'acts') {
      this.note(`${booth} → ${frame.type}`);
      return;
    }
    for (const [place, { at, act }] of frame.acts.entries())
      this.#act(booth, { n: frame.first + place, at, act });
  }

  #act(booth: string, { n, at, act }: SentAct): void {
    this.note(`${booth} → act ${n} ${act.kind}`);
    const acts = this.acts.get(booth) ?? new Map<number, SentAct>();
    this.acts.set(booth, acts);
    const before = acts.get(n);
    if (!before) acts.set(n, { n, at, act });
    else if (JSON.stringify(before) !== JSON.stringify({ n, at, act })) {
      this.#findings.add('taken', `${booth} used the number ${n} for two acts`);
    }
  }

  #fromHub(booth: string, frame: HubFrame, text: string): void {
    if (frame.type === 'ack') {
      for (const [place, refusal] of frame.refusals.entries())
        this.#acked(booth, frame.first + place, refusal as RefusalMessage | null);
    } else if (frame.type === 'view') {
      const { session, phase } = frame.view;
      this.note(`${booth} ← view ${frame.version} ${phase} ${session?.step ?? ''} ${text.length}`);
      for (const leak of this.#secrecy.view(booth, frame.view, text)) this.#findings.add('secrecy', leak);
    } else if (frame.type === 'refused') {
      this.note(`${booth} ← refused ${frame.refusal.code}`);
      if (!boothMayBeToldOf(frame.refusal.code))
        this.#findings.add('refusals', `${booth}: its line was closed with ${frame.refusal.code}`);
    } else this.note(`${booth} ← ${frame.type}`);
  }

  #acked(booth: string, n: number, refusal: RefusalMessage | null): void {
    const code = refusal?.code ?? null;
    this.note(`${booth} ← ack ${n} ${code ?? ''}`);
    const acks = this.acks.get(booth) ?? new Map<number, string | null>();
    this.acks.set(booth, acks);
    const before = acks.get(n);
    if (before !== undefined && before !== code)
      this.#findings.add('acknowledged', `${booth}: act ${n} was answered ${before}, then ${code}`);
    acks.set(n, code);
    const act = this.acts.get(booth)?.get(n)?.act;
    if (!act) this.#findings.add('acknowledged', `${booth}: an answer to act ${n}, which was never sent`);
    else if (code !== null && !hubMayRefuse(act.kind, code))
      this.#findings.add('refusals', `${booth}: ${act.kind} was refused with ${code}`);
  }

  /** A person wants something of their booth. */
  asks(booth: string, intent: Intent, at: number): Asked {
    const asked: Asked = { booth, intent, at: new Date(at).toISOString(), told: 'nothing yet' };
    this.note(`${booth} person ${intent.kind}`);
    this.asked.push(asked);
    return asked;
  }

  answersPerson(asked: Asked, told: RefusalMessage | null): void {
    this.note(`${asked.booth} person told ${told?.code ?? 'taken'}`);
    asked.told = told;
    if (told && !boothMayBeToldOf(told.code) && !hubMayRefuse(asked.intent.kind, told.code))
      this.#findings.add(
        'refusals',
        `${asked.booth}: the person's ${asked.intent.kind} was refused: ${told.code}`,
      );
  }

  /** Staff was answered; whether it arrives is another matter. `size`: entries that are stored by now. */
  answered(session: SessionView, request: Request, answer: Answer, size: number): void {
    const { method, url, body } = request;
    const isDone = answer.status < 300;
    const code = isDone ? '' : (JSON.parse(answer.body) as { code: string }).code;
    this.note(`${session.user} ${method} ${url} ${JSON.stringify(body) ?? ''} ${answer.status} ${code}`);
    if (method === 'POST' && isDone) this.done.push({ user: session.user, url, body, size });
    for (const leak of this.#secrecy.answer(session, url, answer)) this.#findings.add('secrecy', leak);
    if (!isDone && code !== 'INTERNAL' && !hubMayRefuse(`${method} ${url}`, code))
      this.#findings.add('refusals', `${session.user}: ${method} ${url} was refused with ${code}`);
  }
}
