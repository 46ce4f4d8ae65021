import { Alert, Input, type InputRef } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Intent } from '#shared/protocol/bridge.ts';
import { useBooth, useDeed } from '../bridge/booth.tsx';
import { useTexts } from '../texts/index.ts';
import { Keypad } from './keypad.tsx';
import { Page, Primary, Secondary } from './page.tsx';

/** As many as the bridge takes. */
const LONGEST_PIN = 64;

type PinIntent = Extract<Intent, { pin: string }>;

interface PinPageProps {
  title: string;
  lead: ReactNode;
  /** What the button says, e.g. 签署评分表. */
  action: string;
  /** The act of this signature, without its PIN. */
  kind: PinIntent['kind'];
  intent(pin: string): PinIntent;
  /** The way back, if there is one. */
  back?: { label: string; go(): void };
  /** What is being signed, said once more. */
  children?: ReactNode;
}

/** Asks for the key's PIN. It is sent once and forgotten at once, whatever the answer. */
export function PinPage({ title, lead, action, kind, intent, back, children }: PinPageProps) {
  const { t } = useTexts();
  const { key } = useBooth().screen;
  const deed = useDeed(kind);
  const [pin, setPin] = useState('');
  const input = useRef<InputRef>(null);
  const ready = key.state === 'present';
  useEffect(() => {
    if (ready && !deed.busy) input.current?.focus();
  }, [ready, deed.busy]);
  const submit = (): void => {
    if (!ready || deed.busy || pin === '') return;
    setPin('');
    void deed.go(intent(pin));
  };
  return (
    <Page
      title={title}
      lead={lead}
      failure={deed.failure}
      actions={
        <>
          {back && (
            <Secondary busy={deed.busy} onClick={back.go}>
              {back.label}
            </Secondary>
          )}
          <Primary busy={!ready || deed.busy || pin === ''} onClick={submit}>
            {deed.busy ? t('frame.working') : action}
          </Primary>
        </>
      }
    >
      <div className="pin">
        <div className="pin-words">
          {children}
          <KeyTold />
          <label className="field" htmlFor="pin">
            <span>{t('pin.label')}</span>
            <Input
              id="pin"
              ref={input}
              type="password"
              autoComplete="off"
              className="pin-input"
              maxLength={LONGEST_PIN}
              disabled={!ready || deed.busy}
              value={pin}
              onChange={(event) => setPin(event.target.value)}
              onPressEnter={submit}
            />
          </label>
          <p>{t('pin.hint')}</p>
        </div>
        <Keypad value={pin} change={setPin} most={LONGEST_PIN} disabled={!ready || deed.busy} />
      </div>
    </Page>
  );
}

/** Whose key is in the machine, or what to do when none can be used. */
function KeyTold() {
  const { t } = useTexts();
  const { state, holder } = useBooth().screen.key;
  if (state === 'absent') return <Alert className="notice" type="warning" showIcon title={t('pin.absent')} />;
  if (state === 'locked') return <Alert className="notice" type="error" showIcon title={t('pin.locked')} />;
  return holder ? <p>{t('pin.holder', { holder })}</p> : null;
}
