/** One revealed project as the desk keeps it: who sat, who bid, and what is unusual; its marks are not kept. */
import { type Alike, alikeness } from '#shared/lookback/alike.ts';
import { builtIn } from '#shared/lookback/built-in.ts';
import { type PanelShare, panelShares } from '#shared/lookback/expert-history.ts';
import type { ProjectMarks } from '#shared/lookback/marks.ts';
import { panelOf } from '#shared/lookback/panel-flags.ts';
import { type Resting, resting } from '#shared/lookback/resting.ts';
import { type Scope, Scopes } from '#shared/lookback/scopes.ts';
import type { Project } from '#shared/projects/project.ts';
import type { Sheet } from '#shared/scoring/sheet.ts';
import { membersOf } from '../panels/reads.ts';
import { employersOf } from '../pool/reads.ts';
import { findProject } from '../projects/reads.ts';
import { findEvaluation, sheetsInForce, validBidders } from '../scoring/reads.ts';
import type { Db } from '../store/database.ts';

export interface LookedExpert {
  /** Pseudonym of the draw. */
  readonly expert: string;
  readonly alias: string;
  /** Id in the pool. */
  readonly person: string;
  readonly name: string;
  readonly site: string;
  /** Employer as the pool has it when the project is looked at. */
  readonly affiliation: string | null;
  readonly share: PanelShare | null;
  readonly alike: Pick<Alike, 'ratio' | 'share'> | null;
}

export interface Looked {
  readonly project: string;
  readonly title: string;
  readonly at: string;
  readonly sealed: boolean;
  readonly bidders: readonly { readonly id: string; readonly name: string; readonly party: string }[];
  readonly items: ReadonlyMap<string, string>;
  readonly experts: readonly LookedExpert[];
  readonly resting: Resting | null;
}

/** A project with its marks, while it is looked at. */
export interface LookedAt {
  readonly looked: Looked;
  readonly project: Project;
  readonly panel: ProjectMarks;
  readonly scope: Scope | null;
  /** Each subjective item. */
  readonly items: () => Scope[];
}

const scopes = new Scopes(builtIn);

/** Looks at one project. Null before its reveal, and where nobody has marked anything (the evaluation failed). */
export async function lookAt(db: Db, id: string): Promise<LookedAt | null> {
  const found = await findProject(db, id);
  const evaluation = found && (await findEvaluation(db, id));
  if (!found || !evaluation) return null;
  const sheets = await sheetsInForce(db, evaluation);
  const bidders = validBidders(evaluation);
  if (sheets.length === 0 || bidders.length === 0) return null;
  const { project } = found;
  const people = await peopleOf(db, id, sheets);
  const affiliations = people.map(({ affiliation }) => affiliation);
  const panel = { ...panelOf(project, sheets, bidders, affiliations), experts: people.map(personOf) };
  const scope = scopes.total(panel);
  const shares = scope ? panelShares(scope.table, scope.curve) : [];
  const alike = new Map(alikeness(panel).map((one) => [one.expert, one]));
  const aliases = new Map(evaluation.members.map((member) => [member.expert, member.alias]));
  const experts = people.map((one, r): LookedExpert => {
    const same = alike.get(r);
    return {
      ...one,
      alias: aliases.get(one.expert) ?? '',
      share: shares[r] ?? null,
      alike: same ? { ratio: same.ratio, share: same.share } : null,
    };
  });
  const looked: Looked = {
    ...{ project: id, title: project.title, at: evaluation.stageAt, sealed: evaluation.stage === 'sealed' },
    bidders: biddersOf(project, bidders),
    items: new Map(project.items.map((item) => [item.id, item.title])),
    experts,
    resting: resting(project, sheets, bidders),
  };
  return { looked, project, panel, scope, items: () => scopes.items(panel) };
}

const personOf = ({ person }: { person: string }) => person;

async function peopleOf(db: Db, project: string, sheets: readonly Sheet[]) {
  const members = new Map((await membersOf(db, project)).map((member) => [member.expert, member]));
  const seated = sheets.map(({ expert }) => {
    const member = members.get(expert);
    return { expert, person: member?.realId ?? expert, site: member?.site ?? '' };
  });
  const pool = await employersOf(db, seated.map(personOf));
  return seated.map((one) => {
    const pooled = pool.get(one.person);
    return { ...one, name: pooled?.name ?? one.person, affiliation: pooled?.employer ?? null };
  });
}

function biddersOf({ bidders: all }: Project, bidders: readonly string[]): Looked['bidders'] {
  return bidders.flatMap((id) => {
    const bidder = all.find((one) => one.id === id);
    return bidder ? [{ id, name: bidder.name, party: bidder.party }] : [];
  });
}
