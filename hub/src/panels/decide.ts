import { hexOf, pseudonymOf } from '#shared/canonical/index.ts';
import type { EventPayload } from '#shared/catalogue/events/index.ts';
import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import type { PanelInput } from '#shared/draw/input.ts';
import { type PanelResult, replacementFor, requireFullPanel } from '#shared/draw/panel.ts';
import { byCodeUnit } from '#shared/draw/seed.ts';
import type { PoolExpert } from '#shared/protocol/requests.ts';
import { openedDraw } from '../draws/decide.ts';
import { type DrawState, drawIdsAbout, findDraw } from '../draws/reads.ts';
import type { Command, NewEvent } from '../ledger/command.ts';
import { requireOwn } from '../projects/decide.ts';
import { type EnteredProject, findProject } from '../projects/reads.ts';
import { listSites } from '../venues/reads.ts';
import { idNumberValid } from './id-number.ts';
import {
  currentMembers,
  type Identity,
  identitiesOf,
  type Member,
  membersOf,
  type PooledExpert,
  pool,
} from './reads.ts';

/** Puts experts into the pool; those with an id it knows are replaced. A faulty list changes nothing. */
export const importPool: Command<
  { experts: readonly PoolExpert[] },
  { known: readonly PooledExpert[]; sites: readonly string[] },
  { imported: number }
> = {
  name: 'import-pool',
  load: async (db) => ({ known: await pool(db), sites: (await listSites(db)).map((site) => site.id) }),
  decide({ known, sites }, { experts }) {
    const incoming = new Set(experts.map((expert) => expert.id));
    const badges = new Set(known.filter((expert) => !incoming.has(expert.id)).map((expert) => expert.badge));
    const ids = new Set<string>();
    const faults = experts.flatMap((expert, index): Fault[] => {
      const at = (field: string) => `experts[${index}].${field}`;
      const found: Fault[] = [];
      if (ids.has(expert.id)) found.push({ code: 'ID_REPEATED', place: at('id'), values: { id: expert.id } });
      if (badges.has(expert.badge))
        found.push({ code: 'EXPERT_BADGE', place: at('badge'), values: { badge: expert.badge } });
      if (!idNumberValid(expert.idNumber)) found.push({ code: 'EXPERT_ID_NUMBER', place: at('idNumber') });
      if (!sites.includes(expert.site))
        found.push({ code: 'SITE_UNKNOWN', place: at('site'), values: { site: expert.site } });
      ids.add(expert.id);
      badges.add(expert.badge);
      return found;
    });
    if (faults.length > 0) throw new Refusal('POOL_INVALID', { count: faults.length }, faults);
    const payload = { count: experts.length, experts: [...experts] };
    return {
      events: [{ type: 'pool.imported', subject: 'pool', payload }],
      answer: { imported: experts.length },
    };
  },
};

interface RequestGround {
  readonly entered: EnteredProject | null;
  readonly experts: readonly PooledExpert[];
  /** Everybody who is on a panel now. */
  readonly engaged: ReadonlySet<string>;
  readonly attempts: readonly DrawState[];
}

/** Asks for a project's panel: freezes the draw's input and opens its ceremony with the project's sites. */
export const requestPanel: Command<
  { project: string; excluded: readonly { expert: string; reason: string }[]; seconds: number },
  RequestGround,
  { drawId: string }
> = {
  name: 'request-panel',
  async load(db, { project }) {
    const attempts = (await drawIdsAbout(db, project)).map((drawId) => findDraw(db, drawId));
    return {
      entered: await findProject(db, project),
      experts: await pool(db),
      engaged: new Set((await currentMembers(db)).map((member) => member.realId)),
      attempts: (await Promise.all(attempts)).filter((draw) => draw !== null),
    };
  },
  decide({ entered, experts, engaged, attempts }, { project: id, excluded, seconds }, { at, actor, random }) {
    const { project, state } = requireOwn(entered, id, actor);
    if (state !== 'frozen') throw new Refusal('PROJECT_NOT_FROZEN', { project: id });
    // A draw is never repeated to get another result: only one that failed may be followed by another.
    if (attempts.some((draw) => draw.phase !== 'failed'))
      throw new Refusal('PANEL_REQUESTED', { project: id });
    const unknown = excluded.findIndex((entry) => !experts.some((expert) => expert.id === entry.expert));
    if (unknown >= 0) {
      throw new Refusal('EXPERT_UNKNOWN', {}, [
        { code: 'EXPERT_UNKNOWN', place: `excluded[${unknown}].expert` },
      ]);
    }
    const drawId = `${id}#${attempts.length + 1}`;
    const wanted = new Set(project.panel.categories.map((category) => category.id));
    const candidates = experts.filter((expert) => expert.categories.some((category) => wanted.has(category)));
    const employerSalt = hexOf(random(32));
    const identities: Identity[] = candidates.map((expert) => {
      const salt = hexOf(random(32));
      return { realId: expert.id, salt, pseudonym: pseudonymOf(drawId, expert.id, salt) };
    });
    const pseudonyms = new Map(identities.map((identity) => [identity.realId, identity.pseudonym]));
    const barred = new Set(
      [project.tenderer, project.agency, ...project.bidders.map((bidder) => bidder.name)].filter(
        (name) => name !== undefined,
      ),
    );
    const reasonFor = (expert: PooledExpert): string | null =>
      excluded.find((entry) => entry.expert === expert.id)?.reason ??
      (barred.has(expert.employer) ? '与招标人、代理机构或投标人同一单位' : null) ??
      (engaged.has(expert.id) ? '已参加其他项目评标' : null);
    const input: PanelInput = {
      kind: 'panel',
      project: id,
      rules: 'kawei/panel@1',
      categories: project.panel.categories.map(({ id: category, count }) => ({ id: category, count })),
      sites: project.panel.sites.map((site) => ({ ...site })),
      maxPerEmployer: project.panel.maxPerEmployer,
      reserves: project.panel.reserves,
      candidates: candidates
        .map((expert) => ({
          id: pseudonyms.get(expert.id) ?? '',
          categories: [...expert.categories],
          site: expert.site,
          employer: pseudonymOf(drawId, expert.employer, employerSalt).slice(0, 16),
        }))
        .sort((a, b) => byCodeUnit(a.id, b.id)),
      excluded: candidates
        .flatMap((expert) => {
          const reason = reasonFor(expert);
          return reason === null ? [] : [{ id: pseudonyms.get(expert.id) ?? '', reason }];
        })
        .sort((a, b) => byCodeUnit(a.id, b.id)),
    };
    requireFullPanel(input);
    const parties = project.panel.sites.map((site) => site.id);
    const requested: NewEvent = {
      type: 'panel.requested',
      subject: `project/${id}`,
      payload: { project: id, drawId, identities },
    };
    return {
      events: [requested, openedDraw({ drawId, about: id, input, parties, seconds }, at)],
      answer: { drawId },
    };
  },
};

/** The panel draw is made: its members are known, by pseudonym to all, by name to nobody yet. */
export const recordPanel: Command<
  EventPayload<'draw.completed'>,
  { project: string; identities: readonly Identity[] } | null,
  null
> = {
  name: 'record-panel',
  load: (db, { drawId }) => identitiesOf(db, drawId),
  decide(request, { drawId, transcript }) {
    if (!request) throw new Error(`no request for panel draw ${drawId}`);
    const { panel } = transcript.result as PanelResult;
    const input = transcript.input as PanelInput;
    const members = panel.map((drawn) => memberFrom(drawn, input, request.identities));
    const payload = { project: request.project, drawId, members };
    return {
      events: [{ type: 'panel.drawn', subject: `project/${request.project}`, payload }],
      answer: null,
    };
  },
};

interface ReplaceGround {
  readonly entered: EnteredProject | null;
  readonly members: readonly Member[];
  readonly draw: DrawState | null;
  readonly identities: readonly Identity[];
  /** Everybody who is on a panel now, of any project. */
  readonly engaged: ReadonlySet<string>;
}

interface Leaving {
  readonly project: string;
  readonly because: 'recusal' | 'absence';
  readonly reason: string;
  /** Pseudonym, or the ticket where that is all one may know. */
  readonly who: { readonly expert: string } | { readonly ticket: string };
}

/**
 * Takes a member off the panel and calls the next in the drawn order with whom it is full again. Who has come to sit
 * on another panel since the draw is passed over, and the record says whom that befell.
 */
export const replaceMember: Command<Leaving, ReplaceGround, { replaced: boolean }> = {
  name: 'replace-member',
  async load(db, { project }) {
    const [drawId] = await drawIdsAbout(db, project);
    return {
      entered: await findProject(db, project),
      members: await membersOf(db, project),
      draw: drawId ? await findDraw(db, drawId) : null,
      identities: drawId ? ((await identitiesOf(db, drawId))?.identities ?? []) : [],
      engaged: new Set((await currentMembers(db)).map((member) => member.realId)),
    };
  },
  decide({ entered, members, draw, identities, engaged }, { project, because, reason, who }, { actor }) {
    if (actor.kind === 'user') requireOwn(entered, project, actor);
    const current = members.filter((entry) => entry.state === 'current');
    const leaving = current.find((entry) =>
      'expert' in who ? entry.expert === who.expert : entry.ticket === who.ticket,
    );
    if (!leaving || !draw?.transcript) throw new Refusal('MEMBER_UNKNOWN');
    const input = draw.input as PanelInput;
    const panel = current.map(({ expert, category, ticket }) => ({ id: expert, category, ticket }));
    const busy = new Set(identities.filter(({ realId }) => engaged.has(realId)).map((one) => one.pseudonym));
    const called = new Set(members.map((entry) => entry.expert));
    const next = () => replacementFor(input, draw.transcript?.seed ?? '', panel, leaving.expert, called);
    const passedOver: string[] = [];
    let drawn = next();
    for (; drawn && busy.has(drawn.id); drawn = next()) {
      passedOver.push(drawn.id);
      called.add(drawn.id);
    }
    const replacement = drawn ? memberFrom(drawn, input, identities) : null;
    const payload = { project, expert: leaving.expert, because, reason, passedOver, replacement };
    return {
      events: [{ type: 'member.replaced', subject: `project/${project}`, payload }],
      answer: { replaced: replacement !== null },
    };
  },
};

function memberFrom(
  drawn: { id: string; category: string; ticket: string },
  input: PanelInput,
  identities: readonly Identity[],
) {
  const candidate = input.candidates.find((entry) => entry.id === drawn.id);
  const identity = identities.find((entry) => entry.pseudonym === drawn.id);
  if (!candidate || !identity) throw new Error(`nobody is behind ${drawn.id}`);
  const { ticket, category } = drawn;
  return { expert: drawn.id, realId: identity.realId, ticket, category, site: candidate.site };
}
