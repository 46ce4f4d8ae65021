import { KeyOutlined } from '@ant-design/icons';
import { Alert, Input, type InputRef } from 'antd';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Intent } from '#shared/protocol/bridge.ts';
import { useBooth, useDeed } from '../bridge/booth.tsx';
import { useTexts } from '../texts/index.ts';
import { longestPin } from './contract.ts';
import { AskFor } from './failure.tsx';
import { Keypad } from './keypad.tsx';
import { Page, Primary, Secondary } from './page.tsx';

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
  const [tooLong, setTooLong] = useState(false);
  const input = useRef<InputRef>(null);
  const ready = key.state === 'present';
  useEffect(() => {
    if (ready && !deed.busy) input.current?.focus();
  }, [ready, deed.busy]);
  const submit = (): void => {
    if (!ready || deed.busy || pin === '') return;
    setPin('');
    // A slip or badge that was scanned into this field would cost one of the key's few tries.
    setTooLong(pin.length > longestPin);
    if (pin.length > longestPin) return;
    void deed.go(intent(pin));
  };
  if (key.touch) return <TouchAsked />;
  return (
    <Page
      title={title}
      lead={lead}
      failure={deed.failure}
      ask={tooLong && <AskFor>{t('pin.tooLong')}</AskFor>}
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
              maxLength={longestPin + 1}
              disabled={!ready || deed.busy}
              value={pin}
              onChange={(event) => setPin(event.target.value)}
              onPressEnter={submit}
            />
          </label>
          <p>{t('pin.hint')}</p>
        </div>
        <Keypad value={pin} change={setPin} most={longestPin} disabled={!ready || deed.busy} />
      </div>
    </Page>
  );
}

/** All there is to do while the key waits. */
function TouchAsked() {
  const { t } = useTexts();
  return (
    <Page middle title={t('pin.touchTitle')}>
      <KeyOutlined className="waiting-icon" />
      <p>{t('pin.touch')}</p>
    </Page>
  );
}

/** Whose key is in the machine, or what to do when none can be used. */
function KeyTold() {
  const { t } = useTexts();
  const { state, holder, triesLeft } = useBooth().screen.key;
  if (state === 'several')
    return <Alert className="notice" type="warning" showIcon title={t('pin.several')} />;
  if (state === 'absent') return <Alert className="notice" type="warning" showIcon title={t('pin.absent')} />;
  if (state === 'locked') return <Alert className="notice" type="error" showIcon title={t('pin.locked')} />;
  return (
    <>
      {holder && <p>{t('pin.holder', { holder })}</p>}
      {triesLeft !== null && (
        <Alert
          className="notice"
          type="warning"
          showIcon
          title={triesLeft === 1 ? t('pin.lastTry') : t('pin.triesLeft', { left: triesLeft })}
        />
      )}
    </>
  );
}
