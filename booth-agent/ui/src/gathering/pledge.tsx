import { useState } from 'react';
import { pledgeText } from '#shared/protocol/statements.ts';
import { useDeed, useSession } from '../bridge/booth.tsx';
import { Page, Primary } from '../frame/page.tsx';
import { PinPage } from '../frame/pin-page.tsx';
import { useTexts } from '../texts/index.ts';

/** The pledge in full, then its signature. */
export function Pledge() {
  const { t, language } = useTexts();
  const { project } = useSession();
  const { busy } = useDeed('pledge');
  const [signing, setSigning] = useState(false);
  if (signing) {
    return (
      <PinPage
        title={t('pledge.signTitle')}
        lead={t('pin.signedWith')}
        action={t('pledge.sign')}
        kind="pledge"
        intent={(pin) => ({ kind: 'pledge', pin })}
        back={{ label: t('frame.back'), go: () => setSigning(false) }}
      />
    );
  }
  return (
    <Page
      title={t('pledge.title')}
      lead={t('pledge.read')}
      actions={
        <Primary busy={busy} onClick={() => setSigning(true)}>
          {t('pledge.toSign')}
        </Primary>
      }
    >
      <section className="paper">
        <h2>{project.title}</h2>
        {pledgeText[language].split('\n').map((line) => (
          <p key={line}>{line}</p>
        ))}
      </section>
    </Page>
  );
}
