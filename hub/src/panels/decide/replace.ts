import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { PanelInput } from '#shared/draw/input.ts';
import { type PanelMember, type PanelResult, replacementFor } from '#shared/draw/panel.ts';
import type { Transcript } from '#shared/draw/transcript.ts';
import { drawIdsAbout, transcriptOf } from '../../draws/reads.ts';
import type { Command, NewEvent } from '../../ledger/command.ts';
import { suspendedOn } from '../../pool/reads.ts';
import { requireOwn } from '../../projects/decide.ts';
import { type EnteredProject, findProject } from '../../projects/reads.ts';
import { type Attendance, attendancesOf } from '../../seating/reads.ts';
import type { Db } from '../../store/database.ts';
import {
  dayOfPanel,
  engagedElsewhere,
  type Identity,
  identitiesOf,
  type Member,
  membersOf,
} from '../reads.ts';

interface DrawnGround {
  readonly project: string;
  readonly identities: readonly Identity[];
  /** On another panel of that day by now: drawn for it while this draw was under way. */
  readonly engaged: ReadonlySet<string>;
  /** Suspended since the input was frozen. */
  readonly suspended: ReadonlySet<string>;
}

/**
 * The panel draw is made: its members are known, by pseudonym to all, by name to nobody yet. What was drawn stands as it
 * follows from its input. Whoever came to sit on another panel while this draw was under way, or was suspended, is
 * replaced at once by the rule for replacements, on record: nobody sits on two panels of one day.
 */
export const recordPanel: Command<EventPayload<'draw.completed'>, DrawnGround | null, null> = {
  name: 'record-panel',
  async load(db, { drawId }) {
    const request = await identitiesOf(db, drawId);
    return request && { ...request, ...(await barredFor(db, request.project)) };
  },
  decide(request, { drawId, transcript }) {
    if (!request) throw new Error(`no request for panel draw ${drawId}`);
    const { project, identities, engaged, suspended } = request;
    const { panel } = transcript.result as PanelResult;
    const input = transcript.input as PanelInput;
    const members = panel.map((drawn) => memberFrom(drawn, input, identities));
    const drawn: NewEvent = {
      type: 'panel.drawn',
      subject: `project/${project}`,
      payload: { project, drawId, members },
    };
    const succession = new Succession(
      input,
      transcript.seed,
      panel,
      identities,
      new Set([...engaged, ...suspended]),
    );
    const replaced = members.flatMap(({ expert, realId }) => {
      if (engaged.has(realId)) return [replacedEvent(project, succession.replace(expert), ENGAGED)];
      if (suspended.has(realId)) return [replacedEvent(project, succession.replace(expert), SUSPENDED)];
      return [];
    });
    return { events: [drawn, ...replaced], answer: null };
  },
};

const ENGAGED = { because: 'engaged', reason: '抽取期间已被抽入同日另一项目的评标委员会' } as const;
const SUSPENDED = { because: 'suspended', reason: '抽取期间被暂停参加评标' } as const;

interface ReplaceGround {
  readonly entered: EnteredProject | null;
  readonly members: readonly Member[];
  readonly transcript: Transcript | null;
  readonly identities: readonly Identity[];
  /** Of those who have come. */
  readonly attendances: readonly Pick<Attendance, 'expert' | 'state'>[];
  /** On another panel of that day. */
  readonly engaged: ReadonlySet<string>;
  readonly suspended: ReadonlySet<string>;
}

export type Because = EventPayload<'member.replaced'>['because'];

interface Leaving {
  readonly project: string;
  readonly because: Because;
  readonly reason: string;
  /** Pseudonym, or the ticket where that is all one may know. */
  readonly who: { readonly expert: string } | { readonly ticket: string };
}

/**
 * Takes a member off the panel and calls the next in the drawn order with whom it is full again. Who has come to sit
 * on another panel since the draw, or was suspended, is passed over, and the record says whom that befell. Refuses
 * MEMBER_UNKNOWN, and MEMBER_PRESENT for the absence of one who has come and not gone: nobody picks the panel
 * (实施条例 art. 46), also not by sending members away until the order brings somebody else.
 */
export const replaceMember: Command<Leaving, ReplaceGround, { replaced: boolean }> = {
  name: 'replace-member',
  async load(db, { project }) {
    const [drawId] = await drawIdsAbout(db, project);
    return {
      entered: await findProject(db, project),
      members: await membersOf(db, project),
      transcript: drawId ? await transcriptOf(db, drawId) : null,
      identities: drawId ? ((await identitiesOf(db, drawId))?.identities ?? []) : [],
      attendances: await attendancesOf(db, project),
      ...(await barredFor(db, project)),
    };
  },
  decide(ground, { project, because, reason, who }, { actor }) {
    const { entered, members, transcript, identities, attendances, engaged, suspended } = ground;
    if (actor.kind === 'user') requireOwn(entered, project, actor);
    const current = members.filter((entry) => entry.state === 'current');
    const leaving = current.find((entry) =>
      'expert' in who ? entry.expert === who.expert : entry.ticket === who.ticket,
    );
    if (!leaving || !transcript) throw new Refusal('MEMBER_UNKNOWN');
    const seen = attendances.find(({ expert }) => expert === leaving.expert);
    if (because === 'absence' && seen && seen.state !== 'left') throw new Refusal('MEMBER_PRESENT');
    const panel = current.map(({ expert, category, ticket }) => ({ id: expert, category, ticket }));
    const barred = new Set([...engaged, ...suspended]);
    const succession = new Succession(
      transcript.input as PanelInput,
      transcript.seed,
      panel,
      identities,
      barred,
    );
    for (const { expert } of members) succession.called.add(expert);
    const replaced = succession.replace(leaving.expert);
    return {
      events: [replacedEvent(project, replaced, { because, reason })],
      answer: { replaced: replaced.replacement !== null },
    };
  },
};

async function barredFor(db: Db, project: string) {
  const day = await dayOfPanel(db, project);
  return {
    engaged: await engagedElsewhere(db, project, day),
    suspended: day === null ? new Set<string>() : await suspendedOn(db, day),
  };
}

type Drawn = EventPayload<'panel.drawn'>['members'][number];

interface Replaced {
  readonly expert: string;
  readonly passedOver: string[];
  readonly replacement: Drawn | null;
}

/** The panel as it changes, one replacement after the other. */
class Succession {
  readonly #input: PanelInput;
  readonly #seed: string;
  readonly #identities: readonly Identity[];
  readonly #busy: ReadonlySet<string>;
  #panel: readonly PanelMember[];
  /** Pseudonyms of those who have had their turn. */
  readonly called: Set<string>;

  constructor(
    input: PanelInput,
    seed: string,
    panel: readonly PanelMember[],
    identities: readonly Identity[],
    /** Real ids. */
    barred: ReadonlySet<string>,
  ) {
    this.#input = input;
    this.#seed = seed;
    this.#panel = panel;
    this.#identities = identities;
    this.#busy = new Set(identities.filter(({ realId }) => barred.has(realId)).map((one) => one.pseudonym));
    this.called = new Set(panel.map(({ id }) => id));
  }

  replace(leaving: string): Replaced {
    const next = () => replacementFor(this.#input, this.#seed, this.#panel, leaving, this.called);
    const passedOver: string[] = [];
    let drawn = next();
    for (; drawn && this.#busy.has(drawn.id); drawn = next()) {
      passedOver.push(drawn.id);
      this.called.add(drawn.id);
    }
    if (drawn) this.called.add(drawn.id);
    const staying = this.#panel.filter(({ id }) => id !== leaving);
    this.#panel = drawn ? [...staying, drawn] : staying;
    const replacement = drawn ? memberFrom(drawn, this.#input, this.#identities) : null;
    return { expert: leaving, passedOver, replacement };
  }
}

function replacedEvent(
  project: string,
  replaced: Replaced,
  why: { readonly because: Because; readonly reason: string },
): NewEvent {
  return {
    type: 'member.replaced',
    subject: `project/${project}`,
    payload: { project, ...replaced, ...why },
  };
}

function memberFrom(drawn: PanelMember, input: PanelInput, identities: readonly Identity[]): Drawn {
  const candidate = input.candidates.find((entry) => entry.id === drawn.id);
  const identity = identities.find((entry) => entry.pseudonym === drawn.id);
  if (!candidate || !identity) throw new Error(`nobody is behind ${drawn.id}`);
  const { ticket, category } = drawn;
  return { expert: drawn.id, realId: identity.realId, ticket, category, site: candidate.site };
}
