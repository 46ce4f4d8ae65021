import { Spin } from 'antd';
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartProps } from './chart.tsx';
import './plot.css';

/** ECharts is fetched by those who look at a plot. */
const Chart = lazy(async () => ({ default: (await import('./chart.tsx')).Chart }));

interface PlotProps extends ChartProps {
  readonly testId: string;
  /** What the signs mean. */
  readonly legend: ReactNode;
}

/** A plot with its legend. The same figures must stand beside it as a table: a picture tells nothing to a screen reader. */
export function Plot({ testId, legend, ...chart }: PlotProps) {
  const { t } = useTranslation('lookback');
  return (
    <figure className="plot" data-testid={testId}>
      <figcaption className="plot-legend">{legend}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached without a mouse */}
      <div className="plot-scroll" tabIndex={0}>
        <Suspense fallback={<Spin description={t('plot.loading')} style={{ height: chart.height }} />}>
          <Chart {...chart} />
        </Suspense>
      </div>
    </figure>
  );
}

export type Sign = 'dot' | 'high' | 'low' | 'band' | 'line' | 'whisker' | 'limit';

/** One sign of a legend with its meaning. */
export function Legend({ sign, children }: { sign: Sign; children: ReactNode }) {
  return (
    <span className="plot-sign">
      <span className={`sign sign-${sign}`} aria-hidden />
      {children}
    </span>
  );
}
