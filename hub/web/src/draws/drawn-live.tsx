import { Alert, Card, Spin } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { SeatsResult } from '#shared/draw/seats/draw-seats.ts';
import type { SitesResult } from '#shared/draw/sites.ts';
import { PanelWalk } from '../replay/panel-walk.tsx';
import type { Replayed } from '../replay/replayed.ts';
import { SeatsWalk } from '../replay/seats-walk.tsx';
import { SitesWalk } from '../replay/sites-walk.tsx';
import { openNamed, useReplay } from '../replay/use-replay.ts';
import { useSentence } from '../shell/i18n.ts';
import { useSiteNames } from '../supervisor/use-venues.ts';
import '../replay/replay.css';

/** The result, made again in this browser: candidates one after the other by ticket, or the hall as it was drawn. */
export function DrawnLive({ drawId }: { drawId: string }) {
  const { t } = useTranslation('draws');
  const sentence = useSentence();
  const replay = useReplay();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each draw
  useEffect(() => {
    void openNamed(replay, drawId, `/api/draws/${encodeURIComponent(drawId)}/transcript`);
  }, [drawId]);
  const { busy, replayed, refused } = replay;
  const wrong = replayed?.checks.find(({ holds }) => !holds);
  return (
    <Card size="small" title={t('result')} data-testid="drawn">
      {busy && <Spin description={t('working')} />}
      {refused && <Alert type="error" showIcon title={sentence(refused)} />}
      {replayed && (
        <>
          <Alert
            type={wrong ? 'error' : 'success'}
            showIcon
            title={wrong ? t('wrong', { text: sentence(wrong.text) }) : t('holds')}
            style={{ marginBottom: 12 }}
          />
          {!wrong && <Walk replayed={replayed} />}
        </>
      )}
    </Card>
  );
}

function Walk({ replayed: { transcript, walk } }: { replayed: Replayed }) {
  const siteName = useSiteNames();
  const { input, seed, result } = transcript;
  if (input.kind === 'sites')
    return <SitesWalk {...{ input, seed, siteName }} result={result as SitesResult} />;
  if (input.kind === 'seats') return <SeatsWalk input={input} result={result as SeatsResult} />;
  return <PanelWalk walk={walk} playing />;
}
