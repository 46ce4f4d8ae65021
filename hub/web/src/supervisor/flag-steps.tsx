import { Timeline } from 'antd';
import type { FlagStep } from '#shared/protocol/views.ts';
import { useSentence } from '../shell/i18n.ts';
import { When } from '../shell/when.tsx';

/** The course of one flag, oldest first, with what was written at each step. */
export function FlagSteps({ steps }: { steps: readonly FlagStep[] }) {
  const sentence = useSentence();
  return (
    <Timeline
      style={{ marginTop: 8 }}
      items={steps.map(({ at, text, written }, place) => ({
        key: place,
        content: (
          <>
            <When at={at} style="time" zone={false} /> {sentence(text)}
            {written !== null && <div className="flag-explanation">{written}</div>}
          </>
        ),
      }))}
    />
  );
}
