import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Estimate } from '#shared/lookback/expert-history.ts';
import { hundredth, sideOf, signed } from './words.ts';

export type Habit = 'severity' | 'spread';
/** What is neither: no points above the others; straying as widely as others do. */
export const levels = { severity: 0, spread: 1 } as const;
export const figures = { severity: signed, spread: hundredth } as const;

/** What severity or spread says of somebody, as a sentence. */
export function useTendencyWords(): (of: Habit, estimate: Estimate) => string {
  const { t } = useTranslation('lookback');
  return useCallback(
    (of, estimate) => {
      const side = sideOf(estimate, levels[of]) ?? 'usual';
      const { value, low, high } = estimate;
      const figure = figures[of];
      return t(`${of}.words.${side}`, { value: figure(value), low: figure(low), high: figure(high) });
    },
    [t],
  );
}

export function EstimateText({ of, estimate }: { of: Habit; estimate: Estimate | null }) {
  const { t } = useTranslation('lookback');
  const words = useTendencyWords();
  if (!estimate) return <span className="quiet">{t('estimate.none')}</span>;
  return <>{words(of, estimate)}</>;
}
