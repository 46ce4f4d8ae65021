/**
 * What is put before the experts of one project after the reveal: the percent rule of its regime, beside it the marks
 * that history says are abnormal (`Checker`), at the project's share of false alarms; with what a likely
 * slip of the pen was meant to be.
 */
import type { Text } from '../catalogue/text.ts';
import type { Project } from '../projects/project.ts';
import type { MarkSheet } from '../scoring/sheet.ts';
import { builtIn } from './built-in.ts';
import { Checker, type Judged } from './check.ts';
import { aliased, explainMark, rareWords, yourself } from './explain.ts';
import { likelySlips } from './likely-slips.ts';
import type { ProjectMarks } from './marks.ts';
import { type PercentFlag, percentFlags } from './percent.ts';
import { deciding } from './ranking.ts';

/** Flags of either kind. `rule` names what raised it. */
export type PanelFlag = Omit<PercentFlag, 'basisValue' | 'percentFromBasis'>;

/** A mark or sum that several find is flagged once, by the regime's rule before history's. */
export function panelFlags(
  project: Project,
  sheets: readonly MarkSheet[],
  bidders: readonly string[],
  aliasOf: (expert: string) => string,
): PanelFlag[] {
  if (sheets.length === 0 || bidders.length === 0) return [];
  const scene = { project, sheets, bidders, aliasOf };
  const panel = panelOf(project, sheets, bidders);
  const judged = judgedScopes(project, panel);
  const byRule = percentFlags(project, sheets, bidders, aliasOf).map((flag) => withOdds(flag, scene, judged));
  const keyOf = ({ expert, bidder, item }: Pick<PanelFlag, 'expert' | 'bidder' | 'item'>) =>
    JSON.stringify([expert, bidder, item]);
  const flagged = new Set(byRule.map(keyOf));
  const abnormal = abnormalMarks(scene, panel, judged);
  const found = [...byRule, ...abnormal.filter((flag) => !flagged.has(keyOf(flag)))];
  const slips = new Map(likelySlips(panel).map((slip) => [keyOf(slip), slip]));
  return found.map((flag) => {
    const slip = slips.get(keyOf(flag));
    return slip
      ? { ...flag, text: joined(flag.text, slip.text), about: joined(flag.about, slip.about) }
      : flag;
  });
}

function joined(one: Text, other: Text): Text {
  return { zh: `${one.zh}${other.zh}`, en: [one.en, other.en].filter((text) => text !== '').join(' ') };
}

interface PanelScene {
  readonly project: Project;
  readonly sheets: readonly MarkSheet[];
  readonly bidders: readonly string[];
  readonly aliasOf: (expert: string) => string;
}

function judgedScopes({ items, lookback }: Project, panel: ProjectMarks): Judged[] {
  const { falseAlarm } = lookback;
  const subjective = items.filter(({ kind }) => kind === 'subjective').length;
  const total = new Checker(builtIn, falseAlarm).total(panel);
  // An item each, so that the share of false alarms is that of an expert's marks for a bidder together (Bonferroni).
  const each = subjective > 1 ? new Checker(builtIn, falseAlarm / subjective).items(panel) : [];
  return [...(total ? [total] : []), ...each];
}

/** Beside the percent rule's own sentence: how often an honest mark looks like this, and what rests on it. */
function withOdds(
  flag: PercentFlag,
  { project, sheets, bidders }: PanelScene,
  judged: readonly Judged[],
): PanelFlag {
  const place =
    bidders.indexOf(flag.bidder) * sheets.length + sheets.findIndex(({ expert }) => expert === flag.expert);
  const scope = judged.find(({ scope: { item } }) =>
    item === null ? flag.item === null : project.items[item]?.id === flag.item,
  );
  const often = scope && sheets.length > 2 ? rareWords(scope.shareOf(place)) : { zh: '', en: '' };
  const rank = rankOf(flag.rankingWouldChange);
  const told = (text: Text): Text => joined(joined(text, often), rank);
  return { ...flag, text: told(flag.text), about: told(flag.about) };
}

/** In the words of the flag's own `rankingWouldChange`: this sheet left out, price and all. */
function rankOf(changes: boolean): Text {
  return changes
    ? {
        zh: '不计这份评分表，投标人的名次会变。',
        en: 'Without this sheet the order of the bidders would be another.',
      }
    : {
        zh: '不计这份评分表，投标人的名次不变。',
        en: 'Without this sheet the order of the bidders would be the same.',
      };
}

function abnormalMarks(
  { project, sheets, bidders, aliasOf }: PanelScene,
  panel: ProjectMarks,
  scopes: readonly Judged[],
): PanelFlag[] {
  const { falseAlarm } = project.lookback;
  const changes = deciding(project, sheets, bidders);
  const shown = shownTo(project, panel);
  return scopes.flatMap((judged) =>
    placesFlagged(judged).map((place): PanelFlag => {
      const [at, by] = [Math.floor(place / sheets.length), place % sheets.length];
      const { expert = '' } = sheets[by] ?? {};
      const item = judged.scope.item === null ? null : (project.items[judged.scope.item]?.id ?? null);
      const ranking = changes.get(expert) ?? false;
      return {
        ...{ expert, item, bidder: bidders[at] ?? '' },
        direction: (judged.odds.apart[place] ?? 0) > 0 ? 'high' : 'low',
        rule: `abnormal-${falseAlarm}`,
        value: Math.round(judged.points[place] ?? 0),
        rankingWouldChange: ranking,
        text: explainMark(shown, judged, place, yourself, rankOf(ranking)).explain,
        about: explainMark(shown, judged, place, aliased(aliasOf(expert)), rankOf(ranking)).explain,
      };
    }),
  );
}

function placesFlagged({ flagged }: Judged): number[] {
  return [...flagged.keys()].filter((place) => flagged[place] === 1);
}

/** The sheets as the look-back works on them. Affiliations in the order of the sheets, where they are known. */
export function panelOf(
  { id, items, bidders: all }: Project,
  sheets: readonly MarkSheet[],
  bidders: readonly string[],
  affiliations: readonly (string | null)[] = sheets.map(() => null),
): ProjectMarks {
  const partyOf = new Map(all.map((bidder) => [bidder.id, bidder.party]));
  return {
    project: id,
    experts: sheets.map(({ expert }) => expert),
    affiliations,
    bidders,
    parties: bidders.map((bidder) => partyOf.get(bidder) ?? null),
    items: items.map(({ id: item, max, kind, step }) => ({ id: item, max, kind, step })),
    marks: Int32Array.from(
      bidders.flatMap((bidder) =>
        sheets.flatMap(({ marks }) => items.map((item) => marks[bidder]?.[item.id] ?? 0)),
      ),
    ),
  };
}

/** The panel in words: bidders and items by their names, and no expert named beside the one it is about. */
function shownTo({ bidders, items }: Project, panel: ProjectMarks): ProjectMarks {
  const nameOf = new Map(bidders.map(({ id, name }) => [id, name]));
  const titleOf = new Map(items.map(({ id, title }) => [id, title]));
  return {
    ...panel,
    experts: panel.experts.map(() => ''),
    bidders: panel.bidders.map((bidder) => nameOf.get(bidder) ?? bidder),
    items: panel.items.map((item) => ({ ...item, id: titleOf.get(item.id) ?? item.id })),
  };
}
