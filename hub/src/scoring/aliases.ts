/** The ten heavenly stems, in order: how experts name each other without knowing who they are. */
const stems = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];

/** The alias of the expert who joined as number `place` (0 is the first): 专家甲, 专家乙 … 专家癸, 专家11, 专家12 … */
export function aliasAt(place: number): string {
  return `专家${stems[place] ?? place + 1}`;
}
