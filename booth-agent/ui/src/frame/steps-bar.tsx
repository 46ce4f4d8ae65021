import { CheckOutlined } from '@ant-design/icons';
import type { ExpertView, Stage } from '#shared/protocol/evaluation.ts';
import { useBooth } from '../bridge/booth.tsx';
import { useTexts } from '../texts/index.ts';

const parts = [
  'arrival',
  'pledge',
  'declare',
  'chair',
  'review',
  'marking',
  'sign',
  'flags',
  'consent',
  'done',
] as const;
type Part = (typeof parts)[number];

/** What does not take place where an evaluation fails at the preliminary review. */
const unreached: readonly Part[] = ['marking', 'sign', 'flags'];

/** While one waits, the part of the way is that of the stage. */
const partOfStage: Partial<Record<Stage, Part>> = {
  gathering: 'declare',
  chair: 'chair',
  review: 'review',
  'review-vote': 'review',
  competition: 'review',
  marking: 'marking',
  signing: 'sign',
  lookback: 'flags',
  report: 'consent',
  failed: 'consent',
};

function partOf(session: ExpertView | null): Part {
  if (!session) return 'arrival';
  const { step, project } = session;
  switch (step) {
    case 'wait':
      return partOfStage[project.stage] ?? 'consent';
    case 'review-vote':
    case 'competition':
      return 'review';
    case 'flag-vote':
      return 'flags';
    default:
      return step;
  }
}

/** Where one is on the way from the seat to leaving. */
export function StepsBar() {
  const { t } = useTexts();
  const { session } = useBooth().screen;
  const failed = session?.project.stage === 'failed';
  const way = failed ? parts.filter((part) => !unreached.includes(part)) : parts;
  const now = way.indexOf(partOf(session));
  return (
    <nav aria-label={`${t('frame.steps')}: ${t('frame.stepNow', { n: now + 1, of: way.length })}`}>
      <ol className="steps">
        {way.map((part, index) => (
          <li
            key={part}
            className={index < now ? 'step-done' : index === now ? 'step-now' : 'step-later'}
            aria-current={index === now ? 'step' : undefined}
          >
            <span className="step-number">{index < now ? <CheckOutlined /> : index + 1}</span>
            <span>{t(`bar.${part}`)}</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}
