/** Values side by side, each with how uncertain it is. */
import type { EChartsCoreOption } from 'echarts/core';
import type { Api } from './dots.ts';
import { colours, common, cutTo, quantities, signOf } from './look.ts';

export interface Interval {
  readonly name: string;
  readonly tip: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly flagged: 'high' | 'low' | null;
}

interface Drawn {
  readonly unit: string;
  /** What is neither high nor low. */
  readonly level: number;
  /** Where the value over all of them lies; null where nothing says it. */
  readonly overall: { readonly low: number; readonly high: number } | null;
  /** Nothing lies below or above; an interval that does is cut off there. */
  readonly least?: number;
  readonly most?: number;
}

/** Room of one value, in pixels. */
export const INTERVAL_ROOM = 56;

export function intervalsOption(
  all: readonly Interval[],
  { unit, level, overall, least, most }: Drawn,
): EChartsCoreOption {
  const inside = (value: number) => Math.min(most ?? value, Math.max(least ?? value, value));
  return {
    ...common,
    grid: { left: 56, right: 16, top: 36, bottom: 34 },
    xAxis: {
      type: 'category',
      data: all.map((_, place) => String(place)),
      axisLabel: {
        color: '#1f2933',
        hideOverlap: true,
        formatter: (place: string) => cutTo(all[Number(place)]?.name ?? '', 7),
      },
      ...{ axisTick: { show: false }, axisLine: { onZero: false } },
    },
    yAxis: {
      ...{ ...quantities, name: unit },
      ...(least === undefined ? {} : { min: least }),
      ...(most === undefined ? {} : { max: most }),
    },
    series: [
      ...(overall ? [overallBand(overall, all.length)] : []),
      whiskers(all.map(({ low, high }) => [inside(low), inside(high)])),
      {
        type: 'scatter',
        z: 4,
        data: all.map(({ value, tip, flagged }, place) => ({
          ...{ value: [place, inside(value)], name: tip, ...signOf(flagged), symbolSize: flagged ? 16 : 12 },
        })),
        tooltip: { formatter: ({ name }: { name: string }) => name },
        markLine: {
          ...{ silent: true, symbol: 'none', label: { show: false } },
          lineStyle: { color: colours.line, type: 'solid', width: 1.5 },
          data: [{ yAxis: level }],
        },
      },
    ],
  };
}

function overallBand({ low, high }: { low: number; high: number }, length: number) {
  return {
    type: 'custom',
    silent: true,
    z: 1,
    encode: { x: 0, y: [1, 2] },
    data: [[0, low, high]],
    renderItem: (_: unknown, api: Api) => {
      const [first = 0, top = 0] = api.coord([0, high]);
      const [last = 0, bottom = 0] = api.coord([length - 1, low]);
      const half = INTERVAL_ROOM / 2;
      return {
        type: 'rect',
        shape: { x: first - half, y: top, width: last - first + 2 * half, height: bottom - top },
        style: { fill: colours.band, stroke: colours.edge },
      };
    },
  };
}

function whiskers(intervals: readonly (readonly [number, number])[]) {
  return {
    type: 'custom',
    silent: true,
    z: 2,
    encode: { x: 0, y: [1, 2] },
    data: intervals.map(([low, high], place) => [place, low, high]),
    renderItem: (_: unknown, api: Api) => {
      const place = api.value(0);
      const [x = 0, top = 0] = api.coord([place, api.value(2)]);
      const [, bottom = 0] = api.coord([place, api.value(1)]);
      return {
        type: 'line',
        shape: { x1: x, y1: top, x2: x, y2: bottom },
        style: { stroke: colours.dot, lineWidth: 2 },
      };
    },
  };
}
