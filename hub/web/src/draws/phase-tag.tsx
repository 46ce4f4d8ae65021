import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DrawPhase } from '#shared/draw/phase.ts';

const colours: Readonly<Record<DrawPhase, string>> = {
  countersigning: 'processing',
  committing: 'processing',
  revealing: 'processing',
  'awaiting-beacon': 'processing',
  drawing: 'processing',
  completed: 'success',
  failed: 'error',
};

/** Where a draw stands, in the same words and colour on every page. */
export function PhaseTag({ phase }: { phase: DrawPhase }) {
  const { t } = useTranslation('draws');
  return (
    <Tag color={colours[phase]} style={{ margin: 0 }}>
      {t(`phase.${phase}`)}
    </Tag>
  );
}
