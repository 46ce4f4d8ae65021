import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { Typography } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { beaconWords } from '#shared/draw/explain.ts';
import type { PanelInput, SeatsInput } from '#shared/draw/input.ts';
import type { SeatsResult } from '#shared/draw/seats/draw-seats.ts';
import type { ReplayCheck, Transcript } from '#shared/draw/transcript.ts';
import { useSentence } from '../shell/i18n.ts';
import { PanelWalk } from './panel-walk.tsx';
import type { Replayed } from './replayed.ts';
import { SeatsWalk } from './seats-walk.tsx';

/** The ceremony from the frozen list to the result, each step with its numbers and whether they agree. */
export function Steps({ replayed: { transcript, checks, walk } }: { replayed: Replayed }) {
  const { t } = useTranslation('replay');
  const { input, result } = transcript;
  const of = (...names: ReplayCheck['name'][]) => checks.filter(({ name }) => names.includes(name));
  return (
    <ol className="replay-steps">
      <Step title={t('step.freeze')} checks={of('digest', 'input')}>
        <p>{input.kind === 'panel' ? <PanelFrozen input={input} /> : <SeatsFrozen input={input} />}</p>
        <Digest name={t('freeze.digest')} value={transcript.inputDigest} />
      </Step>
      <Step title={t('step.commit')} checks={of('root')}>
        <p>{t('commit.about')}</p>
        {transcript.commitments.map(({ party, commitment }) => (
          <Digest key={party} name={party} value={commitment} />
        ))}
        <Digest name={t('commit.root')} value={transcript.commitmentRoot} />
      </Step>
      <Step title={t('step.reveal')} checks={of('commitments', 'parties')}>
        <p>{t('reveal.about')}</p>
        {transcript.reveals.map(({ party, nonce }) => (
          <Digest key={party} name={party} value={nonce} />
        ))}
        {transcript.withheld.map(({ party, reason }) => (
          <p key={party} className="replay-withheld">
            {party} · {t('reveal.withheld', { reason })}
          </p>
        ))}
      </Step>
      <Step title={t('step.beacon')} checks={of('beacon')}>
        <Beacon transcript={transcript} />
      </Step>
      <Step title={t('step.seed')} checks={of('seed')}>
        <p>{t('seed.about')}</p>
        <Digest name={t('seed.value')} value={transcript.seed} />
      </Step>
      <Step title={t(input.kind === 'panel' ? 'step.panel' : 'step.seats')} checks={of('result')}>
        {input.kind === 'panel' ? (
          <PanelWalk walk={walk} />
        ) : (
          <SeatsWalk input={input} result={result as SeatsResult} />
        )}
      </Step>
    </ol>
  );
}

function Step({
  title,
  checks,
  children,
}: {
  title: string;
  checks: readonly ReplayCheck[];
  children: ReactNode;
}) {
  const sentence = useSentence();
  return (
    <li>
      <h2>{title}</h2>
      {children}
      {checks.map(({ name, holds, text }) => (
        <p key={name} className="replay-check" data-check={name} data-holds={holds}>
          {holds ? <CheckCircleFilled className="holds" /> : <CloseCircleFilled className="fails" />}{' '}
          {sentence(text)}
        </p>
      ))}
    </li>
  );
}

function Digest({ name, value }: { name: string; value: string }) {
  return (
    <div className="replay-digest">
      <span>{name}</span>
      <Typography.Text code copyable>
        {value}
      </Typography.Text>
    </div>
  );
}

function PanelFrozen({ input }: { input: PanelInput }) {
  const { t } = useTranslation('replay');
  return (
    <>
      {t('freeze.panel', {
        candidates: input.candidates.length,
        excluded: input.excluded.length,
        members: input.categories.reduce((sum, { count }) => sum + count, 0),
      })}
    </>
  );
}

function SeatsFrozen({ input: { seats, occupants, taken = [] } }: { input: SeatsInput }) {
  const { t } = useTranslation('replay');
  return <>{t('freeze.seats', { seats: seats.length, occupants: occupants.length, taken: taken.length })}</>;
}

function Beacon({ transcript: { beacon } }: { transcript: Transcript }) {
  const { t } = useTranslation('replay');
  const sentence = useSentence();
  if (!beacon) return <p>{t('beacon.none')}</p>;
  return (
    <>
      <p>{sentence(beaconWords(beacon))}</p>
      <Digest name={`${beacon.source} ${beacon.round}`} value={beacon.value} />
    </>
  );
}
