import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTexts } from '../texts/index.ts';

/** One place to look at; pressing it goes there. */
export interface Place {
  readonly key: string;
  readonly text: string;
  go(): void;
}

/** More than these are shown only when asked for: the rest of the page should stay in sight. */
const SHOWN_FIRST = 1;

/** Things to correct, each a button that leads to its place. */
export function Places({
  title,
  places,
  tone = 'error',
}: {
  title: string;
  places: readonly Place[];
  tone?: 'error' | 'warning';
}) {
  const { t } = useTexts();
  const [all, setAll] = useState(false);
  const shown = all ? places : places.slice(0, SHOWN_FIRST);
  return (
    <Alert
      className="notice places"
      type={tone}
      showIcon
      title={title}
      action={
        places.length > SHOWN_FIRST && (
          <Button onClick={() => setAll(!all)}>
            {all ? t('marking.fewerFaults') : t('marking.moreFaults', { count: places.length })}
          </Button>
        )
      }
      description={
        <ul>
          {shown.map(({ key, text, go }) => (
            <li key={key}>
              <button
                type="button"
                className="place"
                onClick={() => {
                  setAll(false); // so that the place is not covered by the list
                  go();
                }}
              >
                {text}
              </button>
            </li>
          ))}
        </ul>
      }
    />
  );
}
