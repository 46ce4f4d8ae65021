/** How seldom chance makes each of some pairs look so: the farther to the right, the more seldom. */
import type { EChartsCoreOption } from 'echarts/core';
import { colours, common, cutTo, signOf } from './look.ts';

export interface Seldom {
  readonly name: string;
  readonly tip: string;
  /** How often chance alone makes a pair look so, above 0. */
  readonly share: number;
  /** Which way it strays, where it is beyond the limit. */
  readonly flagged: 'high' | 'low' | null;
}

/** Room of one pair, in pixels. */
export const PAIR_ROOM = 23;
/** Rarer ones stand at the edge. */
const RAREST = 1_000_000;

/** The rarest first, from the top. `limit` is the share from which a pair is marked. */
export function seldomOption(
  all: readonly Seldom[],
  limit: number,
  words: { readonly axis: string; readonly often: (times: number) => string },
): EChartsCoreOption {
  const times = ({ share }: Seldom) => Math.min(RAREST, 1 / share);
  return {
    ...common,
    grid: { left: 260, right: 40, top: 8, bottom: 46 },
    xAxis: {
      ...{ type: 'log', min: 1, max: RAREST, name: words.axis, nameLocation: 'middle', nameGap: 28 },
      nameTextStyle: { color: colours.line },
      axisLabel: { color: colours.line, formatter: words.often },
      splitLine: { lineStyle: { color: colours.grid } },
    },
    yAxis: {
      ...{ type: 'category', inverse: true, data: all.map((_, place) => String(place)) },
      axisTick: { show: false },
      axisLabel: {
        color: '#1f2933',
        interval: 0,
        formatter: (place: string) => cutTo(all[Number(place)]?.name ?? '', 18),
      },
    },
    series: [
      {
        type: 'scatter',
        data: all.map((one, place) => ({
          ...{ value: [times(one), place], name: one.tip, ...signOf(one.flagged) },
          symbolSize: one.flagged ? 16 : 12,
        })),
        tooltip: { formatter: ({ name }: { name: string }) => name },
        markLine: {
          ...{ silent: true, symbol: 'none', label: { show: false } },
          lineStyle: { color: colours.flagged, type: 'dashed', width: 1.5 },
          data: [{ xAxis: 1 / limit }],
        },
      },
    ],
  };
}
