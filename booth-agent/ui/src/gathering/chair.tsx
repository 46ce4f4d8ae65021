import { useState } from 'react';
import { useDeed, useSession } from '../bridge/booth.tsx';
import { Choices } from '../frame/choices.tsx';
import { AskFor } from '../frame/failure.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';

/** The secret vote for the chair, by alias. */
export function Chair() {
  const { t } = useTexts();
  const { candidates, alias } = useSession();
  const deed = useDeed('chair-vote');
  const [chosen, setChosen] = useState<string | null>(null);
  const [asked, setAsked] = useState(false);
  const vote = (): void => {
    if (chosen === null) setAsked(true);
    else void deed.go({ kind: 'chair-vote', alias: chosen });
  };
  return (
    <Page
      title={t('chair.title')}
      lead={t('chair.rule')}
      failure={deed.failure}
      ask={asked && chosen === null && <AskFor>{t('chair.nothingChosen')}</AskFor>}
      actions={
        <Primary busy={deed.busy} onClick={vote}>
          {t('chair.vote')}
        </Primary>
      }
    >
      <Choices<string>
        label={t('chair.title')}
        columns={3}
        choices={candidates.map((one) => ({
          value: one,
          label: one === alias ? `${one}${t('chair.me')}` : one,
        }))}
        chosen={chosen}
        choose={setChosen}
        disabled={deed.busy}
      />
    </Page>
  );
}
