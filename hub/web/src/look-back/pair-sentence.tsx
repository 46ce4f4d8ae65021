import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { PairRow } from '#shared/protocol/look-back.ts';
import { onceIn, tenth } from './words.ts';

/** From here on nobody would think it strange. */
const COMMON = 0.1;

/** What a pair's marks say, for those who know no statistics. */
export function usePairTip(): (row: PairRow) => string {
  const { t } = useTranslation('lookback');
  return useCallback(
    ({ kind, n, points, share, flagged }) => {
      const { times, over } = onceIn(share);
      const often =
        share > COMMON ? t('pair.often.usual') : t(over ? 'pair.often.over' : 'pair.often', { times });
      if (kind === 'together') return `${t(flagged ? 'pair.together' : 'pair.apart', { n })}${often}`;
      const size = tenth(Math.abs(points ?? 0));
      return `${t((points ?? 0) >= 0 ? 'pair.high' : 'pair.low', { n, size })}${often}`;
    },
    [t],
  );
}

export function PairSentence({ row }: { row: PairRow }) {
  return <>{usePairTip()(row)}</>;
}
