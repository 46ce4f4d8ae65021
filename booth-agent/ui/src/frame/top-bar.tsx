import {
  CheckCircleFilled,
  CloseCircleFilled,
  CustomerServiceFilled,
  LockFilled,
  WarningFilled,
} from '@ant-design/icons';
import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import { useBooth, useDeed } from '../bridge/booth.tsx';
import { switchLanguage, useTexts } from '../texts/index.ts';
import { clockText, dayText } from './times.ts';

/** Where one sits, what time it is, line and key in words, and help: on every screen. */
export function TopBar() {
  const { t } = useTexts();
  const { screen } = useBooth();
  return (
    <header className="top-bar">
      <div className="top-place">
        <strong>{screen.seat ? t('frame.seat', { seat: screen.seat }) : t('frame.noSeat')}</strong>
        <span>{screen.hall ?? t('frame.booth', { booth: screen.booth })}</span>
      </div>
      {screen.session && (
        <div className="top-place">
          <strong>{screen.session.name}</strong>
          <span>{screen.session.alias}</span>
        </div>
      )}
      <Clock screen={screen} />
      <div className="top-states" aria-live="polite">
        <LineState line={screen.line} />
        <KeyState screen={screen} />
      </div>
      <Button className="top-language" onClick={() => void switchLanguage()}>
        {t('frame.otherLanguage')}
      </Button>
      <HelpButton />
    </header>
  );
}

function Clock({ screen: { now, hubAhead } }: { screen: BoothScreen }) {
  const { t } = useTexts();
  const [at, setAt] = useState(() => Date.parse(now));
  useEffect(() => {
    const [start, began] = [Date.parse(now), performance.now()];
    setAt(start);
    const ticking = setInterval(() => setAt(start + performance.now() - began), 500);
    return () => clearInterval(ticking);
  }, [now]);
  return (
    <div className="top-clock">
      <span>{dayText(at)}</span>
      <span className="top-times">
        <span>
          {t('frame.localTime')} <time>{clockText(at)}</time>
        </span>
        <span>
          {t('frame.hubTime')}{' '}
          <time>{hubAhead === null ? t('frame.hubTimeUnknown') : clockText(at + hubAhead)}</time>
        </span>
      </span>
    </div>
  );
}

function State({
  tone,
  icon,
  children,
}: {
  tone: 'good' | 'bad' | 'quiet';
  icon: ReactNode;
  children: ReactNode;
}) {
  return (
    <span className={`state state-${tone}`}>
      {icon} {children}
    </span>
  );
}

function LineState({ line }: { line: BoothScreen['line'] }) {
  const { t } = useTexts();
  return line === 'online' ? (
    <State tone="good" icon={<CheckCircleFilled />}>
      {t('frame.online')}
    </State>
  ) : (
    <State tone="bad" icon={<WarningFilled />}>
      {t('frame.offline')}
    </State>
  );
}

function KeyState({ screen: { key, screen } }: { screen: BoothScreen }) {
  const { t } = useTexts();
  const { state } = key;
  const needed = screen === 'key' || screen === 'session' || screen === 'key-removed';
  if (state === 'present') {
    return (
      <State tone="good" icon={<CheckCircleFilled />}>
        {t('frame.keyPresent')}
      </State>
    );
  }
  return state === 'locked' ? (
    <State tone="bad" icon={<LockFilled />}>
      {t('frame.keyLocked')}
    </State>
  ) : (
    <State tone={needed ? 'bad' : 'quiet'} icon={<CloseCircleFilled />}>
      {t('frame.keyAbsent')}
    </State>
  );
}

const CALLED_SHOWN_MILLISECONDS = 8000;

/** Always there. After a call it says so for a while, and can be pressed again. */
function HelpButton() {
  const { t } = useTexts();
  const help = useDeed('help');
  const [called, setCalled] = useState(false);
  useEffect(() => {
    if (!called) return;
    const over = setTimeout(() => setCalled(false), CALLED_SHOWN_MILLISECONDS);
    return () => clearTimeout(over);
  }, [called]);
  return (
    <Button
      className="top-help"
      icon={<CustomerServiceFilled />}
      onClick={() => void help.go({ kind: 'help' }).then(setCalled)}
    >
      {t(help.failure ? 'frame.helpFailed' : called ? 'frame.helpCalled' : 'frame.help')}
    </Button>
  );
}
