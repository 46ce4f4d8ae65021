/** Marks that are flagged and may be slips of the pen: what was likely meant stands with the flag. */
import type { Text } from '../catalogue/text.ts';
import { pointsText } from '../scoring/exact.ts';
import { builtIn } from './built-in.ts';
import { itemSlips, slipPanel } from './digit-slips.ts';
import type { Meant, Slip } from './digits.ts';
import type { EntryFault } from './entry-faults.ts';
import { type ProjectMarks, subjectiveItems } from './marks.ts';
import { Scopes } from './scopes.ts';

/**
 * So many spreads off, where a file's check is content with 5: of 776,100 honest marks of the stated model, on whatever
 * tenth of a point, 13 lie over 5 and could be undone, one over 6, none over 7.
 */
const SURE = 7;
const scopes = new Scopes(builtIn);

export interface LikelySlip {
  readonly expert: string;
  readonly bidder: string;
  readonly item: string;
  /** For its expert, and for others. */
  readonly text: Text;
  readonly about: Text;
}

/** The slips of a panel whose items state their steps; what an exchange moves by less than honest marks differ is not told. */
export function likelySlips(panel: ProjectMarks): LikelySlip[] {
  const slips = slipPanel(scopes.items(panel));
  const faults: EntryFault[] = [];
  for (const item of subjectiveItems(panel))
    itemSlips(panel, item, panel.items[item]?.step ?? null, slips, faults);
  return faults.flatMap(({ expert, bidder, item, mark, meant }) => {
    const on = panel.items[item];
    if (mark === null || !meant || !on) return [];
    if (!(slips.far(item, bidder, expert, mark, on.max) > SURE)) return [];
    return [
      {
        ...{ expert: panel.experts[expert] ?? '', bidder: panel.bidders[bidder] ?? '', item: on.id },
        ...likelyWords(meant),
      },
    ];
  });
}

const words: Record<Slip, Text> = {
  shifted: { zh: '小数点错了一位', en: 'the decimal point is one place off' },
  transposed: { zh: '两个数字写颠倒了', en: 'two digits are exchanged' },
};

function likelyWords({ slip, mark }: Meant): Pick<LikelySlip, 'text' | 'about'> {
  const meant = pointsText(mark);
  const zh = `看上去像是笔误：${words[slip].zh}，原意可能是 ${meant} 分。`;
  const en = `It looks like a slip of the pen: ${words[slip].en}, and ${meant} may have been meant.`;
  return {
    about: { zh, en },
    text: { zh: `${zh}如确系笔误，请更正。`, en: `${en} If it is one, correct it.` },
  };
}
