import {
  CheckCircleFilled,
  CloseCircleFilled,
  DesktopOutlined,
  DisconnectOutlined,
  ExclamationCircleFilled,
  HourglassOutlined,
  IdcardOutlined,
  KeyOutlined,
  LogoutOutlined,
  MinusCircleOutlined,
  PhoneFilled,
  PoweroffOutlined,
  QuestionCircleOutlined,
  StopOutlined,
  WifiOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Presence, SeatState, SeatView } from '#shared/protocol/views.ts';

/** A shape for each state: nothing is told by colour alone. */
export const stateIcons: Readonly<Record<SeatState, ReactNode>> = {
  free: <MinusCircleOutlined />,
  taken: <HourglassOutlined />,
  admitted: <CheckCircleFilled />,
  left: <LogoutOutlined />,
  closed: <StopOutlined />,
  failed: <CloseCircleFilled />,
};

export const presenceIcons: Readonly<Record<Presence, ReactNode>> = {
  never: <QuestionCircleOutlined />,
  present: <WifiOutlined />,
  suspect: <ExclamationCircleFilled />,
  missing: <DisconnectOutlined />,
  closed: <PoweroffOutlined />,
};

export const troubleIcons: Readonly<Record<NonNullable<SeatView['trouble']>, ReactNode>> = {
  'key-removed': <KeyOutlined />,
  help: <PhoneFilled />,
  'slip-refused': <IdcardOutlined />,
  'second-screen': <DesktopOutlined />,
};

/** Whether somebody has to go and look: trouble at the seat, or a terminal in use that is not heard. */
export function needsAttention({ state, presence, trouble, lock }: SeatView): boolean {
  const inUse = state === 'taken' || state === 'admitted';
  return trouble !== null || lock !== null || (inUse && presence !== 'present');
}
