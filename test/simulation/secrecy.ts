/** Whether something that was sent may be known to whom it was sent to, judged by what has truly happened until then. */
import type { BoothView } from '#shared/protocol/booth-frames.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import type { MemberProgress, ProjectView, SessionView } from '#shared/protocol/views.ts';
import type { Answer } from './offices.ts';
import type { Town } from './town.ts';
import type { Story, Truth } from './truth.ts';

export class Secrecy {
  readonly #truth: Truth;
  readonly #town: Town;
  readonly #nameOf: ReadonlyMap<string, string>;

  constructor(truth: Truth, town: Town) {
    this.#truth = truth;
    this.#town = town;
    this.#nameOf = new Map(town.people.map(({ id, name }) => [id, name]));
  }

  /** What in a booth's view its expert may not know. */
  view(booth: string, view: BoothView, text: string): string[] {
    const admitted = this.#truth.admitted.get(booth);
    const { session } = view;
    if (!session) {
      return [...names(text), ...bidders(text)].map(
        (found) => `${booth}: ${found} is told to an empty booth`,
      );
    }
    const { project, expert } = { project: session.project.id, expert: session.expert };
    const who = `${booth} (${project})`;
    if (admitted?.project !== project || admitted.expert !== expert) {
      return [`${who}: the session of somebody who is not admitted there`];
    }
    const member = this.#truth.memberOf(project, expert);
    if (!member) return [`${who}: the session of somebody who is not on the panel`];
    const own = this.#nameOf.get(member.realId) ?? '';
    const story = this.#truth.story(project);
    return [
      ...names(text)
        .filter((name) => name !== own)
        .map((name) => `${who}: the name ${name}`),
      ...this.#biddersIn(session, story, text).map((found) => `${who}: ${found}`),
      ...marksIn(session, story).map((found) => `${who}: ${found}`),
      ...session.flags
        .filter(({ id }) => story.flags.get(id) !== expert)
        .map(({ id }) => `${who}: the flag ${id} of another`),
    ];
  }

  #biddersIn(session: ExpertView, { document, pledged, disputed }: Story, text: string): string[] {
    const known = new Set(pledged.has(session.expert) ? document.bidders.map(({ name }) => name) : []);
    const early = bidders(text).filter((name) => !known.has(name));
    return [
      ...early.map((name) => `the bidder ${name}, before the pledge or of another project`),
      ...(session.disputes.length > 0 && !disputed ? ['findings of others before all were given'] : []),
    ];
  }

  /** What in an answer this person may not know. */
  answer(session: SessionView, url: string, { status, body }: Answer): string[] {
    if (status >= 300) return [];
    const who = `${session.user} at ${url}`;
    if (session.role === 'hall') return this.#toHall(session, body).map((found) => `${who}: ${found}`);
    if (session.role === 'audit-admin') return toAuditor(body).map((found) => `${who}: ${found}`);
    const [, project = ''] = /^\/api\/projects\/([^/]+)$/.exec(url) ?? [];
    if (url.endsWith('/marks')) {
      const id = url.split('/')[3] ?? '';
      return this.#truth.story(id).revealed ? [] : [`${who}: the marks before the reveal`];
    }
    if (project === '' || body === '') return [];
    const view = JSON.parse(body) as ProjectView;
    if (!('members' in view)) return [];
    return this.#ofProject(view, this.#truth.story(project)).map((found) => `${who}: ${found}`);
  }

  /** A hall's staff knows who has come to its own site, and of projects nothing. */
  #toHall({ site }: SessionView, body: string): string[] {
    const here = new Set(
      [...this.#truth.present].filter(([, at]) => at === site).map(([id]) => this.#nameOf.get(id)),
    );
    return [
      ...names(body)
        .filter((name) => !here.has(name))
        .map((name) => `the name ${name}, who has not come here`),
      ...bidders(body).map((name) => `the bidder ${name}`),
      ...this.#town.projects
        .filter(({ title }) => body.includes(title))
        .map(({ title }) => `the project ${title}`),
    ];
  }

  #ofProject(view: ProjectView, { disclosed, revealed }: Story): string[] {
    const named = (view.members as readonly MemberProgress[]).filter(({ name }) => name !== null);
    return [
      ...named
        .filter(({ pseudonym }) => !disclosed.has(pseudonym))
        .map(({ name }) => `the name ${name} before the panel is assembled`),
      ...(view.result && !revealed ? ['the result before the reveal'] : []),
      ...(view.flags && !revealed ? ['flags before the reveal'] : []),
    ];
  }
}

/** Marks that are not this expert's own, and totals before their time. */
function marksIn({ expert, marks, result }: ExpertView, { drafts, sheets, revealed }: Story): string[] {
  const given = Object.entries(marks).flatMap(([bidder, items]) =>
    Object.entries(items).map(([item, mark]) => ({ bidder, item, mark })),
  );
  const foreign = given.filter(
    ({ bidder, item, mark }) =>
      !drafts.get(`${expert}/${bidder}/${item}`)?.includes(mark) &&
      sheets.get(expert)?.marks[bidder]?.[item] !== mark,
  );
  return [
    ...foreign.map(({ bidder, item, mark }) => `the mark ${mark} for ${bidder}/${item}, which is not theirs`),
    ...(result && !revealed ? ['the result before the reveal'] : []),
  ];
}

/** Sealed payloads stay sealed in the record. */
function toAuditor(body: string): string[] {
  if (!body.startsWith('[')) return [];
  const rows = JSON.parse(body) as { seq: number; type: string; payload: Record<string, unknown> | null }[];
  return rows
    .filter(
      ({ type, payload }) =>
        /^(mark\.drafted|sheet|verdicts|chair\.voted|flag|pledge)/.test(type) && payload !== null,
    )
    .map(({ seq, type }) => `the payload of entry ${seq}, ${type}`);
}

/** Every name of an expert, and of a bidder, is written as no other word is. */
const names = (text: string): string[] => [...new Set(text.match(/专家〔[^〕]*〕/g) ?? [])];
const bidders = (text: string): string[] => [...new Set(text.match(/投标人《[^》]*》/g) ?? [])];
