import { CustomChart, ScatterChart } from 'echarts/charts';
import { GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([ScatterChart, CustomChart, GridComponent, MarkLineComponent, TooltipComponent, SVGRenderer]);

export interface ChartProps {
  readonly option: EChartsCoreOption;
  /** What the picture says, for those who do not see it. */
  readonly summary: string;
  readonly height: number;
  /** At least so wide; the plot is scrolled sideways where the page is narrower. */
  readonly least: number;
}

/** A picture drawn by ECharts; it follows the width of the page. */
export function Chart({ option, summary, height, least }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(null);
  useEffect(() => {
    if (!place.current) return;
    const made = init(place.current);
    chart.current = made;
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true });
  }, [option]);
  return <div ref={place} role="img" aria-label={summary} style={{ height, minWidth: least }} />;
}
