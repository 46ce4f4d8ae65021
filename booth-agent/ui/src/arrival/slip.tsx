import { Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { useDeed } from '../bridge/booth.tsx';
import { AskFor } from '../frame/failure.tsx';
import { Keypad } from '../frame/keypad.tsx';
import { Page, Primary, Secondary } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';

const DIGITS = 6;

/** The six digits of the seat slip. */
export function Slip() {
  const { t } = useTexts();
  const deed = useDeed('slip', 'start-over');
  const [code, setCode] = useState('');
  const [short, setShort] = useState(false);
  const input = useRef<InputRef>(null);
  const change = (next: string): void => {
    setCode(next.replaceAll(/\D/g, '').slice(0, DIGITS));
    setShort(false);
  };
  const submit = (): void => {
    if (deed.busy) return;
    setShort(code.length < DIGITS);
    if (code.length === DIGITS) void deed.go({ kind: 'slip', code });
    else input.current?.focus();
  };
  return (
    <Page
      title={t('arrival.slipTitle')}
      lead={t('arrival.slip')}
      failure={deed.failure}
      ask={short && <AskFor>{t('arrival.slipShort')}</AskFor>}
      actions={
        <>
          <Secondary busy={deed.busy} onClick={() => void deed.go({ kind: 'start-over' })}>
            {t('arrival.startOver')}
          </Secondary>
          <Primary busy={deed.busy} onClick={submit}>
            {t('arrival.next')}
          </Primary>
        </>
      }
    >
      <div className="pin">
        <div className="pin-words">
          <label className="field" htmlFor="slip">
            <span>{t('arrival.slipLabel')}</span>
            <Input
              id="slip"
              ref={input}
              autoFocus
              autoComplete="off"
              inputMode="numeric"
              className="slip-input"
              value={code}
              onChange={(event) => change(event.target.value)}
              onPressEnter={submit}
            />
          </label>
        </div>
        <Keypad value={code} change={change} most={DIGITS} disabled={deed.busy} />
      </div>
    </Page>
  );
}
