import { Steps, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Stage } from '#shared/protocol/evaluation.ts';

/** The steps of the bar, each with the stages that belong to it. A project that failed ended in its review. */
const steps = [
  { step: 'entry', stages: ['draft', 'frozen'] },
  { step: 'panel', stages: ['drawing'] },
  { step: 'gathering', stages: ['gathering'] },
  { step: 'chair', stages: ['chair'] },
  { step: 'review', stages: ['review', 'review-vote', 'competition', 'failed'] },
  { step: 'marking', stages: ['marking'] },
  { step: 'signing', stages: ['signing'] },
  { step: 'lookback', stages: ['lookback'] },
  { step: 'report', stages: ['report'] },
  { step: 'sealed', stages: ['sealed'] },
] as const satisfies readonly { step: string; stages: readonly Stage[] }[];

const colours: Partial<Record<Stage, string>> = {
  draft: 'default',
  frozen: 'cyan',
  sealed: 'green',
  failed: 'red',
};

/** The stage in a word, coloured where it rests, ends or fails. */
export function StageTag({ stage }: { stage: Stage }) {
  const { t } = useTranslation('projects');
  return (
    <Tag color={colours[stage] ?? 'blue'} data-testid="stage" data-stage={stage} style={{ margin: 0 }}>
      {t(`stage.${stage}`)}
    </Tag>
  );
}

/** The steps of one evaluation and where it stands. */
export function StageBar({ stage }: { stage: Stage }) {
  const { t } = useTranslation('projects');
  const current = steps.findIndex(({ stages }) => (stages as readonly Stage[]).includes(stage));
  return (
    <Steps
      size="small"
      titlePlacement="vertical"
      current={current}
      status={stage === 'failed' ? 'error' : stage === 'sealed' ? 'finish' : 'process'}
      items={steps.map(({ step }) => ({ title: t(`step.${step}`) }))}
      data-testid="stage-bar"
    />
  );
}
