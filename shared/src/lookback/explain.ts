/** What a flag says, in words for those who know no statistics. */
import type { Text } from '../catalogue/text.ts';
import { pointsText } from '../scoring/exact.ts';
import type { Judged } from './check.ts';
import type { EntryFault } from './entry-faults.ts';
import type { ProjectMarks } from './marks.ts';
import { at } from './normal.ts';
import { type Pattern, patterns } from './odds.ts';
import type { Association } from './pairs.ts';
import { type Places, placesWithout } from './ranking.ts';
import { SHARES } from './tails.ts';

export interface Explained {
  readonly explain: Text;
  readonly pattern: Pattern;
  /** Share of honest marks that look at least so strange. */
  readonly honestShare: number;
  readonly rankingWouldChange: boolean;
}

/** Who a sentence speaks of: at its beginning, and later in it. */
interface Subject {
  readonly first: Text;
  readonly later: Text;
  readonly close: Text;
}

/** An expert of a file, by name, as whoever reads the file is told. */
const named = (who: string): Subject => ({
  first: { zh: `专家 ${who} `, en: `Expert ${who}` },
  later: { zh: '该专家', en: "this expert's" },
  close: {
    zh: '这只是提示，不是结论：请说明理由，或更正笔误。',
    en: 'This is a hint, not a finding: give your reasons, or correct a slip.',
  },
});

/** The expert who reads it. */
export const yourself: Subject = {
  ...named(''),
  first: { zh: '您', en: 'You' },
  later: { zh: '您', en: 'your' },
};

/** A member of a panel by alias (专家丙), as others are told. */
export const aliased = (alias: string): Subject => ({
  ...named(alias),
  first: { zh: alias, en: alias },
  close: { zh: '这只是提示，不是结论。', en: 'This is a hint, not a finding.' },
});

/**
 * Explains one mark of a project, at its place of bidder × expert. `ranking` says what becomes of the order of the
 * bidders; left out, it is told by marks alone, with just this mark not counted.
 */
export function explainMark(
  panel: ProjectMarks,
  judged: Judged,
  place: number,
  subject = named(panel.experts[place % panel.experts.length] ?? ''),
  ranking?: Text,
): Explained {
  const nr = panel.experts.length;
  const [bidder, expert] = [Math.floor(place / nr), place % nr];
  const { points, odds, max } = judged;
  const own = at(points, place);
  let sum = 0;
  for (let r = 0; r < nr; r++) sum += at(points, bidder * nr + r);
  const others = (sum - own) / (nr - 1);
  const high = at(odds.apart, place) > 0;
  const apart = (Math.abs(at(odds.apart, place)) * max) / 100;
  const usual = (2 * at(odds.spreads, bidder) * max) / 100;
  const share = judged.shareOf(place);
  const pattern = patterns[odds.pattern[place] ?? 0] ?? 'mark';
  const partner = panel.experts[at(odds.partner, place)] ?? '';
  const places = placesWithout(panel, points, bidder, expert);
  const whom = panel.bidders[bidder] ?? '';
  const { first, later, close } = subject;
  const item = judged.scope.item === null ? null : (panel.items[judged.scope.item]?.id ?? '');
  const ranks = ranking ?? rankWords(whom, places);
  const from = own - others;
  const percent = Math.abs(at(judged.percentFromOthers, place)).toFixed(1);
  const say = { whom, pattern, partner, high, later };
  return {
    explain: {
      zh: [
        `${first.zh}给投标人 ${whom} 的${item === null ? '主观分合计' : `评分项 ${item}`}评了 ${short(own)} 分（满分 ${short(max)}），其他 ${nr - 1} 位专家平均 ${short(others)} 分，${from >= 0 ? '高' : '低'} ${short(Math.abs(from))} 分（${percent}%）。`,
        `扣除${later.zh}对各投标人普遍偏宽或偏严的部分，仍比全体专家${high ? '高' : '低'}约 ${short(apart)} 分；按以往的评审，对这样的投标人，二十个正常评分中约有十九个相差不超过 ${short(usual)} 分。`,
        patternWords(say).zh,
        rareWords(share).zh,
        ranks.zh,
        close.zh,
      ].join(''),
      en: [
        `${first.en} gave bidder ${whom} ${short(own)} of ${short(max)} points ${item === null ? 'on the subjective items together' : `on item ${item}`}; the other ${nr - 1} experts gave ${short(others)} on average, so this is ${short(Math.abs(from))} points (${percent} %) ${from >= 0 ? 'higher' : 'lower'}.`,
        `With ${later.en} general strictness or mildness taken out, it is still about ${short(apart)} points ${high ? 'above' : 'below'} the panel; for a bidder of this standing about nineteen of twenty ordinary marks lie within ${short(usual)} points.`,
        patternWords(say).en,
        rareWords(share).en,
        ranks.en,
        close.en,
      ]
        .filter((sentence) => sentence !== '')
        .join(' '),
    },
    ...{ pattern, honestShare: share, rankingWouldChange: places.changes },
  };
}

interface Saying {
  readonly later: Text;
  readonly whom: string;
  readonly pattern: Pattern;
  readonly partner: string;
  readonly high: boolean;
}

function patternWords({ whom, pattern, partner, high, later }: Saying): Text {
  if (pattern === 'favour')
    return high
      ? {
          zh: `同时，${later.zh}给其他投标人的评分整体偏低，${whom} 因此显得更突出。`,
          en: `At the same time ${later.en} marks for the other bidders are low as a whole, which sets ${whom} apart further.`,
        }
      : {
          zh: `同时，${later.zh}给其他投标人的评分整体偏高，${whom} 因此显得更突出。`,
          en: `At the same time ${later.en} marks for the other bidders are high as a whole, which sets ${whom} apart further.`,
        };
  if (pattern === 'together' && partner !== '')
    return {
      zh: `专家 ${partner} 对 ${whom} 也同样偏${high ? '高' : '低'}，两人一致而与其他专家不同。`,
      en: `Expert ${partner} marks ${whom} ${high ? 'high' : 'low'} too: the two agree, and differ from the rest.`,
    };
  return { zh: '', en: '' };
}

/** How often an honest mark looks like this. */
export function rareWords(share: number): Text {
  const rarest = SHARES.at(-1) ?? 0;
  const often = Math.round(1 / share);
  return share <= rarest
    ? {
        zh: `在同样规模的正常评审中，如此异常的评分不到千分之一。`,
        en: 'In honest evaluations with as many experts and bidders, fewer than 1 mark in 1000 looks as unusual as this.',
      }
    : {
        zh: `在同样规模的正常评审中，大约每 ${often} 个评分有 1 个会显得这样异常。`,
        en: `In honest evaluations with as many experts and bidders, about 1 mark in ${often} looks as unusual as this.`,
      };
}

function rankWords(whom: string, { before, after, changes }: Places): Text {
  if (before !== after)
    return {
      zh: `如不计这一评分，${whom} 按评分的名次将由第 ${before} 变为第 ${after}。`,
      en: `Without this mark ${whom} would be ${ordinal(after)} by marks instead of ${ordinal(before)}.`,
    };
  return changes
    ? {
        zh: `如不计这一评分，${whom} 的名次不变，但其他投标人的名次会变。`,
        en: `Without this mark ${whom} would keep its place, but other bidders would not.`,
      }
    : {
        zh: '如不计这一评分，各投标人按评分的名次不变。',
        en: 'Without this mark the order of the bidders by marks would be the same.',
      };
}

function ordinal(place: number): string {
  const last = place % 10;
  const teen = Math.floor(place / 10) % 10 === 1;
  return `${place}${teen ? 'th' : last === 1 ? 'st' : last === 2 ? 'nd' : last === 3 ? 'rd' : 'th'}`;
}

/** What an expert's or an affiliation's marks for one party over several projects say. */
export function explainAssociation(
  { who, party, n, statistic, points }: Association,
  falseAlarm: number,
  group: boolean,
): Text {
  const high = statistic > 0;
  const often = Math.round(1 / falseAlarm);
  const size = Math.abs(points).toFixed(1);
  return {
    zh: `${group ? `单位 ${who} 的专家` : `专家 ${who}`} 在 ${n} 个项目中评过 ${party} 的投标；扣除各自的宽严后，在这里平均比同组专家${points >= 0 ? '高' : '低'} ${size} 分（百分制），多次累计${high ? '偏高' : '偏低'}。没有偏向时，大约每 ${often} 对中有 1 对会这样。${group ? '这说的是单位，不能据此认定某一位专家。' : '这只是线索，需要核查。'}`,
    en: `${group ? `Experts of ${who}` : `Expert ${who}`} marked bids of ${party} in ${n} projects; with general strictness taken out, here on average ${size} points of 100 ${points >= 0 ? 'above' : 'below'} their panels, which adds up to ${high ? 'high' : 'low'} over the projects. Without any leaning about 1 pair in ${often} looks like this. ${group ? 'This speaks of the affiliation, never of one person.' : 'It is a lead to be looked into, not a finding.'}`,
  };
}

/** What is wrong with an entry, and what may have been meant. */
export function explainEntry(
  panel: ProjectMarks,
  { expert, bidder, item, fault, mark, meant }: EntryFault,
): Text {
  const { id, max } = panel.items[item] ?? { id: '', max: 0 };
  const where = {
    zh: `专家 ${panel.experts[expert]} 给投标人 ${panel.bidders[bidder]} 的评分项 ${id}`,
    en: `Expert ${panel.experts[expert]}, bidder ${panel.bidders[bidder]}, item ${id}`,
  };
  const given = mark === null ? '' : pointsText(mark);
  const words: Record<EntryFault['fault'], Text> = {
    missing: { zh: '没有评分。', en: 'no mark.' },
    range: {
      zh: `为 ${given} 分，不在 0 到 ${pointsText(max)} 分之间。`,
      en: `${given} is not from 0 to ${pointsText(max)}.`,
    },
    step: { zh: `为 ${given} 分，不符合该项的分值步长。`, en: `${given} is not on the item's step.` },
    differs: {
      zh: `为 ${given} 分，客观分与其他专家不一致。`,
      en: `${given}: the experts differ on an objective item.`,
    },
    transposed: { zh: `为 ${given} 分，疑似数字写颠倒。`, en: `${given}: two digits look exchanged.` },
    shifted: { zh: `为 ${given} 分，疑似小数点错位。`, en: `${given}: the decimal point looks shifted.` },
  };
  const likely = meant
    ? { zh: `可能应为 ${pointsText(meant.mark)} 分。`, en: ` ${pointsText(meant.mark)} may have been meant.` }
    : { zh: '', en: '' };
  return {
    zh: `${where.zh}${words[fault].zh}${likely.zh}`,
    en: `${where.en}: ${words[fault].en}${likely.en}`,
  };
}

/** Thousandths as points with two decimals at most. */
function short(thousandths: number): string {
  return pointsText(Math.round(thousandths / 10) * 10);
}
