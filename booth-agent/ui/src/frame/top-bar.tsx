import {
  CheckCircleFilled,
  CloseCircleFilled,
  CustomerServiceFilled,
  LockFilled,
  PauseOutlined,
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
      <PauseButton />
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
  if (state === 'several') {
    return (
      <State tone="bad" icon={<WarningFilled />}>
        {t('frame.keysSeveral')}
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

/** How long a call is shown as on its way though the hub has not said so, in milliseconds. */
const CALLED_SHOWN = 8000;
/** How long an answer of the staff is shown, in milliseconds. */
const ANSWER_SHOWN = 120_000;

/** Always there: before the call, on its way, answered by the staff; it can be pressed again. */
function HelpButton() {
  const { t } = useTexts();
  const { screen } = useBooth();
  const help = useDeed('help');
  const [kept, setKept] = useState(false);
  /** The call before the one that was made last, as long as the hub has not told of this. */
  const [pressed, setPressed] = useState<{ readonly before: string | null } | null>(null);
  useEffect(() => {
    if (!pressed) return;
    const over = setTimeout(() => setPressed(null), CALLED_SHOWN);
    return () => clearTimeout(over);
  }, [pressed]);
  const { call, line, now, hubAhead } = screen;
  useEffect(() => {
    if (line === 'online') setKept(false);
  }, [line]);
  const hubNow = Date.parse(now) + (hubAhead ?? 0);
  const answered = call?.answeredAt && hubNow - Date.parse(call.answeredAt) < ANSWER_SHOWN;
  const untold = pressed !== null && (call?.at ?? null) === pressed.before;
  const waits = untold || (call !== null && call.answeredAt === null);
  const told = waits ? 'frame.helpCalled' : answered ? 'frame.helpAnswered' : 'frame.help';
  const press = async () => {
    if (!(await help.go({ kind: 'help' }))) return;
    setKept(line === 'offline');
    setPressed({ before: call?.at ?? null });
  };
  return (
    <Button className="top-help" icon={<CustomerServiceFilled />} onClick={() => void press()}>
      {t(help.failure ? 'frame.helpFailed' : kept ? 'frame.helpKept' : told)}
    </Button>
  );
}

/** Covers the screen at once; beside the help, on every screen of a session. */
function PauseButton() {
  const { t } = useTexts();
  const { screen } = useBooth();
  const pause = useDeed('pause');
  if (screen.screen !== 'session' || screen.session?.step === 'done') return null;
  return (
    <Button
      className="top-language"
      icon={<PauseOutlined />}
      onClick={() => void pause.go({ kind: 'pause' })}
    >
      {t('frame.pause')}
    </Button>
  );
}
