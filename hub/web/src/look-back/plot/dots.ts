/** A panel's figures as dots: a column for each bidder, in it a dot for each expert. */
import type { EChartsCoreOption } from 'echarts/core';
import { colours, common, cutTo, quantities, signOf } from './look.ts';

export interface Dot {
  readonly value: number;
  /** Stands in the dot. */
  readonly letter: string;
  /** Shown when it is pointed at. */
  readonly tip: string;
  readonly flagged: 'high' | 'low' | null;
}

export interface Column {
  readonly name: string;
  /** One for each expert; null where there is nothing. */
  readonly dots: readonly (Dot | null)[];
  /** From where to where most honest marks lie, and their middle; null where nothing says it. */
  readonly usual: { readonly low: number; readonly middle: number; readonly high: number } | null;
}

/** Room of one dot, in pixels. */
export const DOT_ROOM = 24;
/** A column's part that its dots take. */
const PART = 0.86;

export interface DotsDrawn {
  readonly unit: string;
  /** The highest that can be; null where nothing bounds it. */
  readonly most: number | null;
  /** Place of an expert whose dots stand out; null for all alike. */
  readonly chosen: number | null;
}

export function dotsOption(columns: readonly Column[], { unit, most, chosen }: DotsDrawn): EChartsCoreOption {
  const wide = Math.max(1, ...columns.map(({ dots }) => dots.length));
  return {
    ...common,
    grid: { left: 56, right: 16, top: 36, bottom: 34 },
    xAxis: {
      type: 'value',
      ...{ min: -0.5, max: columns.length - 0.5 },
      axisLabel: {
        customValues: columns.map((_, place) => place),
        formatter: (place: number) => cutTo(columns[place]?.name ?? '', (wide * DOT_ROOM) / 14 + 1),
        color: '#1f2933',
      },
      ...{ axisTick: { show: false }, splitLine: { show: false }, axisLine: { onZero: false } },
    },
    yAxis: { ...quantities, name: unit, ...(most === null ? { min: 0 } : { min: roomBelow, max: most }) },
    series: [bands(columns), dots(columns, wide, chosen)],
  };
}

/** From a little below the lowest on, so that marks that lie close together can be told apart. */
const roomBelow = ({ min, max }: { min: number; max: number }) =>
  Math.max(0, Math.floor(min - 0.1 * (max - min)));

function bands(columns: readonly Column[]) {
  return {
    type: 'custom',
    silent: true,
    z: 1,
    encode: { x: 0, y: [1, 2, 3] },
    data: columns.flatMap(({ usual }, place) =>
      usual ? [[place, usual.low, usual.middle, usual.high]] : [],
    ),
    renderItem: (_: unknown, api: Api) => {
      const [place, low, middle, high] = [0, 1, 2, 3].map((at) => api.value(at)) as [
        number,
        number,
        number,
        number,
      ];
      const [left, top] = api.coord([place - PART / 2, high]) as [number, number];
      const [right, bottom] = api.coord([place + PART / 2, low]) as [number, number];
      const [, line] = api.coord([place, middle]) as [number, number];
      return {
        type: 'group',
        children: [
          {
            type: 'rect',
            shape: { x: left, y: top, width: right - left, height: bottom - top },
            style: { fill: colours.band, stroke: colours.edge },
          },
          {
            type: 'line',
            shape: { x1: left, y1: line, x2: right, y2: line },
            style: { stroke: colours.line, lineWidth: 2 },
          },
        ],
      };
    },
  };
}

/** What ECharts hands to a series that draws itself. */
export interface Api {
  value(dimension: number): number;
  coord(point: readonly [number, number]): number[];
}

function dots(columns: readonly Column[], wide: number, chosen: number | null) {
  return {
    type: 'scatter',
    z: 3,
    data: columns.flatMap(({ dots }, place) =>
      dots.flatMap((dot, expert) => {
        if (!dot) return [];
        const { value, letter, tip, flagged } = dot;
        const pale = chosen !== null && chosen !== expert && flagged === null;
        const sign = signOf(flagged);
        return [
          {
            value: [place + ((expert + 0.5) / wide - 0.5) * PART, value],
            ...{ name: tip, ...sign, symbolSize: flagged ? 22 : 20 },
            itemStyle: { ...sign.itemStyle, ...(pale ? { color: colours.light } : {}) },
            label: {
              show: true,
              formatter: letter,
              ...{
                fontSize: 12,
                color: flagged ? '#7c2d12' : pale ? '#1f2933' : '#fff',
                fontWeight: flagged ? 'bold' : 'normal',
              },
              position: flagged === null ? 'inside' : 'right',
            },
          },
        ];
      }),
    ),
    tooltip: { formatter: ({ name }: { name: string }) => name },
  };
}
