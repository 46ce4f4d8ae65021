import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled } from '@ant-design/icons';
import { Card, Steps, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { halvesOf } from '#shared/catalogue/words.ts';
import { waitsForParties } from '#shared/draw/phase.ts';
import type { WatchedDraw } from '#shared/protocol/views.ts';
import { Digest } from '../projects/draw-card.tsx';
import { useView } from '../shell/api.ts';
import { useSentence } from '../shell/i18n.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { When } from '../shell/when.tsx';
import { useSiteNames } from '../supervisor/use-venues.ts';
import './draws.css';
import { BeaconEntry } from './beacon-entry.tsx';
import { DrawnLive } from './drawn-live.tsx';
import { PhaseTag } from './phase-tag.tsx';
import { stepAt, stepsOf } from './steps.ts';

/** A draw as it goes: each step when the hub has it, and then the result, one after the other. */
export function WatchPage() {
  const { id = '' } = useParams();
  const query = useView<WatchedDraw>(`/api/draws/${encodeURIComponent(id)}/watch`, ['draws']);
  return <ViewFrame query={query}>{(watched) => <Watched key={id} {...watched} />}</ViewFrame>;
}

function Watched({ draw, record }: WatchedDraw) {
  const { t } = useTranslation('draws');
  const [steps, at] = [stepsOf(draw), stepAt[draw.phase]];
  return (
    <div className="stack" data-testid="watched" data-phase={draw.phase}>
      <Card
        size="small"
        title={`${t(`list.${draw.kind}`)} · ${draw.title}`}
        extra={<PhaseTag phase={draw.phase} />}
      >
        <Steps
          size="small"
          current={at === null ? steps.length : steps.indexOf(at)}
          status={draw.phase === 'failed' ? 'error' : 'process'}
          items={steps.map((step) => ({ title: t(`step.${step}`) }))}
        />
        <p className="watch-now">
          {t(`now.${draw.phase}`)}{' '}
          {waitsForParties(draw.phase) && (
            <>
              {t('until')} <When at={draw.deadline} />
            </>
          )}
        </p>
        <Beacon draw={draw} />
        <Parties draw={draw} record={record} />
        <div className="watch-digests">
          <span>{t('digest')}</span> <Digest value={draw.inputDigest} />
          {draw.seed && (
            <>
              <span>{t('seed')}</span> <Digest value={draw.seed} />
            </>
          )}
        </div>
      </Card>
      {draw.phase === 'completed' && <DrawnLive drawId={draw.drawId} />}
      <Record record={record} />
    </div>
  );
}

/** Which public value goes into the seed, and since when that is fixed; without one, what that means. */
function Beacon({
  draw: { drawId, phase, named, beacon, readings, readingsVoidedAt },
}: Pick<WatchedDraw, 'draw'>) {
  const { t } = useTranslation('draws');
  if (!named) return <p className="quiet">{beacon ? t('beacon', { ...beacon }) : t('beacon.none')}</p>;
  return (
    <>
      <p>
        {t('beacon.named', { ...named })} <When at={named.published} />
        {beacon && <Digest value={beacon.value} />}
      </p>
      {phase === 'awaiting-beacon' && (
        <BeaconEntry {...{ drawId, named, readings, voidedAt: readingsVoidedAt }} />
      )}
    </>
  );
}

function Parties({ draw, record }: WatchedDraw) {
  const { t } = useTranslation('draws');
  const sentence = useSentence();
  const siteName = useSiteNames();
  const when = (party: string, type: string) =>
    record.find((entry) => entry.party === party && entry.type === type)?.at ?? null;
  return (
    <div className="watch-parties">
      {draw.parties.map((party) => (
        <div key={party.party} className="watch-party" data-testid={`party-${party.party}`}>
          <b>{siteName(party.party)}</b>
          {party.countersigned !== null && (
            <Done
              name="countersigned"
              done={party.countersigned}
              at={when(party.party, 'draw.countersigned')}
            />
          )}
          <Done name="committed" done={party.committed} at={when(party.party, 'draw.committed')} />
          <Done name="revealed" done={party.revealed} at={when(party.party, 'draw.revealed')} />
          {party.withheld !== null && (
            <span className="watch-withheld">
              <CloseCircleFilled /> {t('withheld', { reason: sentence(halvesOf(party.withheld)) })}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}

interface DoneProps {
  readonly name: 'countersigned' | 'committed' | 'revealed';
  readonly done: boolean;
  readonly at: string | null;
}

function Done({ name, done, at }: DoneProps) {
  const { t } = useTranslation('draws');
  return (
    <span className={done ? 'watch-done' : 'quiet'}>
      {done ? <CheckCircleFilled /> : <ClockCircleOutlined />} {t(done ? name : `${name}.not`)}{' '}
      {at && <When at={at} />}
    </span>
  );
}

function Record({ record }: Pick<WatchedDraw, 'record'>) {
  const { t } = useTranslation('draws');
  const sentence = useSentence();
  return (
    <Card size="small" title={t('record')}>
      <ol className="timeline" data-testid="record">
        {record.toReversed().map(({ seq, at, text }: DrawEntry) => (
          <li key={seq}>
            <When at={at} />
            <Typography.Text>
              {sentence(text)} <span className="quiet nowrap">{t('entry', { seq })}</span>
            </Typography.Text>
          </li>
        ))}
      </ol>
    </Card>
  );
}

type DrawEntry = WatchedDraw['record'][number];
