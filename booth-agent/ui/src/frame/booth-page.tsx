import { Alert } from 'antd';
import type { BoothScreen } from '#shared/protocol/bridge.ts';
import type { Step } from '#shared/protocol/evaluation.ts';
import { Admitting } from '../arrival/admitting.tsx';
import { Badge } from '../arrival/badge.tsx';
import { Ended } from '../arrival/ended.tsx';
import { Key } from '../arrival/key.tsx';
import { KeyRemoved } from '../arrival/key-removed.tsx';
import { Left } from '../arrival/left.tsx';
import { Locked } from '../arrival/locked.tsx';
import { Paused } from '../arrival/paused.tsx';
import { Refused } from '../arrival/refused.tsx';
import { Slip } from '../arrival/slip.tsx';
import { Unassigned } from '../arrival/unassigned.tsx';
import { useBooth } from '../bridge/booth.tsx';
import { Consent } from '../closing/consent.tsx';
import { Done } from '../closing/done.tsx';
import { Chair } from '../gathering/chair.tsx';
import { Declare } from '../gathering/declare.tsx';
import { Pledge } from '../gathering/pledge.tsx';
import { Wait } from '../gathering/wait.tsx';
import { FlagVote } from '../lookback/flag-vote.tsx';
import { Flags } from '../lookback/flags.tsx';
import { Marking } from '../marking/marking.tsx';
import { Competition } from '../review/competition.tsx';
import { Review } from '../review/review.tsx';
import { ReviewVote } from '../review/review-vote.tsx';
import { Sign } from '../signing/sign.tsx';
import { useTexts } from '../texts/index.ts';
import { HallMessage } from './hall-message.tsx';
import { StepsBar } from './steps-bar.tsx';
import { TopBar } from './top-bar.tsx';

const pages: Record<Exclude<BoothScreen['screen'], 'session'>, () => React.ReactNode> = {
  unassigned: Unassigned,
  badge: Badge,
  slip: Slip,
  key: Key,
  admitting: Admitting,
  refused: Refused,
  'key-removed': KeyRemoved,
  left: Left,
  ended: Ended,
  locked: Locked,
  paused: Paused,
};

const steps: Record<Step, () => React.ReactNode> = {
  pledge: Pledge,
  declare: Declare,
  chair: Chair,
  review: Review,
  'review-vote': ReviewVote,
  competition: Competition,
  marking: Marking,
  sign: Sign,
  flags: Flags,
  'flag-vote': FlagVote,
  consent: Consent,
  wait: Wait,
  done: Done,
};

/** Screens of a booth at which nobody is on the way from the seat to leaving. */
const offTheWay: readonly BoothScreen['screen'][] = ['unassigned', 'left', 'ended', 'locked', 'paused'];

/** The whole window: the frame, and the page the core says is due. */
export function BoothPage() {
  const { screen } = useBooth();
  const { screen: name, session } = screen;
  const Shown = name === 'session' ? session && steps[session.step] : pages[name];
  return (
    <div className="window">
      <TopBar />
      {!offTheWay.includes(name) && <StepsBar />}
      <LineTold />
      <HallMessage />
      {Shown && <Shown key={name === 'session' ? session?.step : name} />}
    </div>
  );
}

/** What it means that the centre, or the agent itself, cannot be reached. */
function LineTold() {
  const { t } = useTexts();
  const { screen, linked } = useBooth();
  if (!linked) return <Alert banner type="error" title={t('frame.unlinkedTold')} />;
  if (screen.line === 'offline' && screen.session) {
    return (
      <Alert banner type="warning" title={t(screen.bySlip ? 'frame.bySlipTold' : 'frame.offlineTold')} />
    );
  }
  return null;
}
