import { CheckCircleFilled, CloseCircleFilled, InfoCircleFilled } from '@ant-design/icons';
import { Button, Card, Input, type InputRef } from 'antd';
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HallDeskView } from '#shared/protocol/views.ts';
import { type RefusedError, refresh, useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';

export interface CheckInHandle {
  focus(): void;
}

interface CheckInCardProps {
  readonly ref: Ref<CheckInHandle>;
  readonly desk: HallDeskView;
  /** The badge of somebody whose seat is drawn: they are here for their slip. */
  onSlip(badge: string): void;
}

type Told = { kind: 'done'; name: string } | { kind: 'told'; text: string } | null;

/** Check-in with two scanners and no mouse: badge, Enter, ID number, Enter; then the next badge. */
export function CheckInCard({ ref, desk, onSlip }: CheckInCardProps) {
  const { t } = useTranslation('hall');
  const { busy, refused, clear, submit } = useSend();
  const [badge, setBadge] = useState('');
  const [idNumber, setIdNumber] = useState('');
  const [told, setTold] = useState<Told>(null);
  const badgeField = useRef<InputRef>(null);
  const idField = useRef<InputRef>(null);
  const toBadge = () => badgeField.current?.focus({ cursor: 'all' });
  // Asked by a dialog that is closing, which holds the focus until it is gone.
  useImperativeHandle(ref, () => ({ focus: () => setTimeout(toBadge) }));
  useStrayKeys(toBadge);

  const startAgain = () => {
    setBadge('');
    setIdNumber('');
    clear();
    toBadge();
  };
  const onEscape = ({ key }: { key: string }) => {
    if (key !== 'Escape') return;
    setTold(null);
    startAgain();
  };
  const readBadge = (enter: KeyboardEvent<HTMLInputElement>) => {
    // The key that ends the scan must not press a button of the dialog it opens.
    enter.preventDefault();
    const scanned = badge.trim();
    if (scanned === '') return;
    const known = desk.people.find((person) => person.badge === scanned);
    if (!known) return idField.current?.focus({ cursor: 'all' });
    startAgain();
    if (known.slipReady) return onSlip(scanned);
    const text = known.left
      ? t('check.left', { name: known.name })
      : known.admitted
        ? t('check.inside', { name: known.name, seat: known.seat ?? '' })
        : t('check.again', { name: known.name });
    setTold({ kind: 'told', text });
  };
  const checkIn = async () => {
    if (busy || badge.trim() === '' || idNumber.trim() === '') return;
    setTold(null);
    const body = { badge: badge.trim(), idNumber: idNumber.trim().toUpperCase() };
    const done = await submit<{ name: string }>('POST', '/api/hall/check-in', body);
    if (!done) return;
    setTold({ kind: 'done', name: done.answer.name });
    startAgain();
    refresh(['hall']);
  };
  // Back to the field that has to be read again.
  useEffect(() => {
    if (!refused) return;
    if (isAboutIdNumber(refused)) idField.current?.focus({ cursor: 'all' });
    else badgeField.current?.focus({ cursor: 'all' });
  }, [refused]);

  return (
    <Card title={t('check.title')} size="small" onKeyDown={onEscape}>
      <label className="field-label" htmlFor="badge">
        {t('check.badge')}
      </label>
      <Input
        id="badge"
        ref={badgeField}
        autoFocus
        size="large"
        autoComplete="off"
        value={badge}
        placeholder={t('check.badge.hint')}
        onChange={({ target }) => setBadge(target.value)}
        onPressEnter={readBadge}
      />
      <label className="field-label" htmlFor="id-number">
        {t('check.id')}
      </label>
      <Input
        id="id-number"
        ref={idField}
        size="large"
        autoComplete="off"
        value={idNumber}
        placeholder={t('check.id.hint')}
        onChange={({ target }) => setIdNumber(target.value)}
        onPressEnter={() => void checkIn()}
      />
      <Button
        type="primary"
        size="large"
        block
        loading={busy}
        onClick={() => void checkIn()}
        className="check-button"
      >
        {t('check.submit')}
      </Button>
      <div aria-live="assertive" className="check-answer">
        {refused ? (
          <div className="check-refused">
            <b>
              <CloseCircleFilled /> {t('check.failed')}
            </b>
            <RefusalNotice refused={refused} />
          </div>
        ) : (
          <Answer told={told} />
        )}
      </div>
    </Card>
  );
}

function Answer({ told }: { told: Told }) {
  const { t } = useTranslation('hall');
  if (!told) return <p className="check-hint">{t('check.keys')}</p>;
  if (told.kind === 'told') {
    return (
      <div className="check-told" data-testid="check-told">
        <InfoCircleFilled /> {told.text}
      </div>
    );
  }
  return (
    <div className="check-done" data-testid="check-done">
      <span>
        <CheckCircleFilled /> {t('check.done')}
      </span>
      <b>{told.name}</b>
      <small>{t('check.next')}</small>
    </div>
  );
}

function isAboutIdNumber({ code, faults }: RefusedError): boolean {
  return (
    code === 'CHECK_IN_ID_NUMBER' || (faults.length > 0 && faults.every(({ place }) => place === 'idNumber'))
  );
}

/** A scanner types wherever the focus is: keys that would go nowhere go to the badge field. */
function useStrayKeys(toBadge: () => void): void {
  const latest = useRef(toBadge);
  latest.current = toBadge;
  useEffect(() => {
    const onKey = ({ key, ctrlKey, metaKey, altKey }: globalThis.KeyboardEvent) => {
      if (key.length === 1 && !ctrlKey && !metaKey && !altKey && document.activeElement === document.body) {
        latest.current();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
