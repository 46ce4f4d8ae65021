import { Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import { SLIP_CODE_DIGITS } from '#shared/protocol/primitives.ts';
import { useBooth, useDeed } from '../bridge/booth.tsx';
import { isSlip, longestSlip } from '../frame/contract.ts';
import { AskFor } from '../frame/failure.tsx';
import { Keypad } from '../frame/keypad.tsx';
import { Page, Primary, Secondary } from '../frame/page.tsx';
import { useTexts } from '../texts/index.ts';

/** The seat slip: a scanner types its QR code and presses Enter by itself; or its six digits. */
export function Slip() {
  const { t } = useTexts();
  const { line } = useBooth().screen;
  const deed = useDeed('slip', 'scan-slip', 'start-over');
  const [code, setCode] = useState('');
  const [wrong, setWrong] = useState<'slipShort' | 'slipPartial' | null>(null);
  const input = useRef<InputRef>(null);
  const change = (next: string): void => {
    setCode(next.replaceAll(/\D/g, '').slice(0, longestSlip));
    setWrong(null);
  };
  const submit = (): void => {
    if (deed.busy) return;
    if (code.length === SLIP_CODE_DIGITS) void deed.go({ kind: 'slip', code });
    else if (code.length < SLIP_CODE_DIGITS) setWrong('slipShort');
    else {
      setCode(''); // whatever becomes of it, the next scan begins anew
      if (isSlip(code)) void deed.go({ kind: 'scan-slip', text: code });
      else setWrong('slipPartial');
    }
    input.current?.focus();
  };
  return (
    <Page
      title={t('arrival.slipTitle')}
      lead={t('arrival.slip')}
      failure={deed.failure}
      ask={wrong && <AskFor>{t(`arrival.${wrong}`)}</AskFor>}
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
          {line === 'offline' && <AskFor>{t('arrival.slipOffline')}</AskFor>}
          <label className="field" htmlFor="slip">
            <span>{t('arrival.slipLabel')}</span>
            <Input
              id="slip"
              ref={input}
              autoFocus
              autoComplete="off"
              inputMode="numeric"
              className={code.length > SLIP_CODE_DIGITS ? 'slip-scanned' : 'slip-input'}
              value={code}
              onChange={(event) => change(event.target.value)}
              onPressEnter={submit}
            />
          </label>
        </div>
        <Keypad value={code} change={change} most={SLIP_CODE_DIGITS} disabled={deed.busy} />
      </div>
    </Page>
  );
}
