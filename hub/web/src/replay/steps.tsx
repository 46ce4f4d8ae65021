import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { Typography } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { halvesOf } from '#shared/catalogue/words.ts';
import { beaconWords } from '#shared/draw/explain.ts';
import type { DrawInput, PanelInput } from '#shared/draw/input.ts';
import type { SeatsResult } from '#shared/draw/seats/draw-seats.ts';
import type { SitesResult } from '#shared/draw/sites.ts';
import type { ReplayCheck, Transcript } from '#shared/draw/transcript.ts';
import { useSentence } from '../shell/i18n.ts';
import { PanelWalk } from './panel-walk.tsx';
import type { Replayed } from './replayed.ts';
import { SeatsWalk } from './seats-walk.tsx';
import { SitesWalk } from './sites-walk.tsx';

interface StepOf {
  readonly title: string;
  readonly checks: readonly ReplayCheck[];
  readonly content: ReactNode;
}

/**
 * The ceremony from the frozen list to the result, each step with its numbers and whether they agree. It ends with the
 * first that does not: what would follow from it shows nothing.
 */
export function Steps({ replayed }: { replayed: Replayed }) {
  const { t } = useTranslation('replay');
  const steps = useSteps(replayed);
  const wrong = steps.findIndex(({ checks }) => checks.some(({ holds }) => !holds));
  return (
    <>
      <ol className="replay-steps">
        {steps.slice(0, wrong < 0 ? steps.length : wrong + 1).map(({ title, checks, content }) => (
          <Step key={title} title={title} checks={checks}>
            {content}
          </Step>
        ))}
      </ol>
      {wrong >= 0 && wrong < steps.length - 1 && <p className="quiet">{t('stopped')}</p>}
    </>
  );
}

function useSteps({ transcript, checks, walk }: Replayed): StepOf[] {
  const { t } = useTranslation('replay');
  const { input } = transcript;
  const of = (...names: ReplayCheck['name'][]) => checks.filter(({ name }) => names.includes(name));
  return [
    {
      title: t('step.freeze'),
      checks: of('digest', 'input', 'countersignatures'),
      content: (
        <>
          <Frozen input={input} />
          <Digest name={t('freeze.digest')} value={transcript.inputDigest} />
          {transcript.countersignatures && <p>{t('freeze.countersigned')}</p>}
          {transcript.countersignatures?.map(({ site, key }) => (
            <Digest key={site} name={t('freeze.key', { site })} value={key} />
          ))}
        </>
      ),
    },
    { title: t('step.commit'), checks: of('root'), content: <Committed transcript={transcript} /> },
    {
      title: t('step.reveal'),
      checks: of('commitments', 'parties'),
      content: <Revealed transcript={transcript} />,
    },
    {
      title: t('step.beacon'),
      checks: of('beacon-named', 'beacon'),
      content: <Beacon transcript={transcript} />,
    },
    {
      title: t('step.seed'),
      checks: of('seed'),
      content: (
        <>
          <p>{t('seed.about')}</p>
          <Digest name={t('seed.value')} value={transcript.seed} />
        </>
      ),
    },
    {
      title: t(`step.${input.kind}`),
      checks: of('result', 'second'),
      content: <Drawn replayed={{ transcript, checks, walk }} />,
    },
  ];
}

function Committed({ transcript: { commitments, commitmentRoot } }: { transcript: Transcript }) {
  const { t } = useTranslation('replay');
  return (
    <>
      <p>{t('commit.about')}</p>
      {commitments.map(({ party, commitment }) => (
        <Digest key={party} name={party} value={commitment} />
      ))}
      <Digest name={t('commit.root')} value={commitmentRoot} />
    </>
  );
}

function Revealed({ transcript: { reveals, withheld } }: { transcript: Transcript }) {
  const { t } = useTranslation('replay');
  const sentence = useSentence();
  return (
    <>
      <p>{t('reveal.about')}</p>
      {reveals.map(({ party, nonce }) => (
        <Digest key={party} name={party} value={nonce} />
      ))}
      {withheld.map(({ party, reason }) => (
        <p key={party} className="replay-withheld">
          {party} · {t('reveal.withheld', { reason: sentence(halvesOf(reason)) })}
        </p>
      ))}
    </>
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

function Frozen({ input }: { input: DrawInput }) {
  const { t } = useTranslation('replay');
  if (input.kind === 'sites')
    return <p>{t('freeze.sites', { sites: input.candidates.length, sides: input.sides })}</p>;
  if (input.kind === 'panel') return <PanelFrozen input={input} />;
  const { seats, occupants, taken = [] } = input;
  return (
    <p>{t('freeze.seats', { seats: seats.length, occupants: occupants.length, taken: taken.length })}</p>
  );
}

function PanelFrozen({ input }: { input: PanelInput }) {
  const { t } = useTranslation('replay');
  const members = input.categories.reduce((sum, { count }) => sum + count, 0);
  const counts = { candidates: input.candidates.length, excluded: input.excluded.length, members };
  return (
    <>
      <p>{t('freeze.panel', counts)}</p>
      {input.sitesFrom && <p>{t('freeze.sites-from', { draw: input.sitesFrom })}</p>}
    </>
  );
}

/** The result as it came about; of one that does not hold, nothing of a panel and what is claimed of the others. */
function Drawn({ replayed: { transcript, walk } }: { replayed: Replayed }) {
  const { input, seed, result } = transcript;
  if (input.kind === 'sites') return <SitesWalk {...{ input, seed }} result={result as SitesResult} />;
  if (input.kind === 'seats') return <SeatsWalk input={input} result={result as SeatsResult} />;
  return walk.length > 0 && <PanelWalk walk={walk} />;
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
