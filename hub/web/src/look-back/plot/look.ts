/** How every plot of the desk looks. */
import type { EChartsCoreOption } from 'echarts/core';

export const colours = {
  ...{ dot: '#1e4f8f', light: '#8fa9c9', flagged: '#c2410c', band: '#e3eaf3', edge: '#b9c6d6' },
  ...{ line: '#51606f', grid: '#e6ebf1' },
} as const;

const font = "'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', system-ui, sans-serif";

/** What is common to all: no motion, plain type, and tips drawn in the picture itself, so that no name is taken for HTML. */
export const common = {
  animation: false,
  textStyle: { fontFamily: font, fontSize: 13, color: '#1f2933' },
  tooltip: { trigger: 'item', renderMode: 'richText', confine: true, textStyle: { fontFamily: font } },
} satisfies EChartsCoreOption;

/** An axis of quantities. */
export const quantities = {
  type: 'value',
  scale: true,
  // On the left, wherever nought of the other axis lies.
  axisLine: { show: false, onZero: false },
  axisTick: { show: false },
  axisLabel: { color: colours.line },
  splitLine: { lineStyle: { color: colours.grid } },
  nameTextStyle: { color: colours.line },
} as const;

/** A dot, or a triangle that points to where a flagged one strays; told apart by shape as well as by colour. */
export function signOf(flagged: 'high' | 'low' | null) {
  if (flagged === null) return { symbol: 'circle', itemStyle: { color: colours.dot, opacity: 1 } };
  return {
    symbol: 'triangle',
    symbolRotate: flagged === 'high' ? 0 : 180,
    itemStyle: { color: colours.flagged, opacity: 1, borderColor: '#fff', borderWidth: 1 },
    z: 5,
  };
}

/** Width of a text in the plots, in ems: Chinese characters take one, others about half of it. */
function emsOf(text: string): number {
  return [...text].reduce((ems, letter) => ems + (letter.charCodeAt(0) > 0x2e7f ? 1 : 0.58), 0);
}

/** A text that fits so many ems. */
export function cutTo(text: string, ems: number): string {
  if (emsOf(text) <= ems) return text;
  let kept = '';
  for (const letter of text) {
    if (emsOf(`${kept}${letter}…`) > ems) break;
    kept += letter;
  }
  return `${kept}…`;
}
