import {
  LockOutlined,
  LogoutOutlined,
  MessageOutlined,
  ToolOutlined,
  UnlockOutlined,
} from '@ant-design/icons';
import { App, Button, Descriptions, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HallDeskView, SeatView } from '#shared/protocol/views.ts';
import { refresh } from '../shell/api.ts';
import { useSentence } from '../shell/i18n.ts';
import { ReasonDialog } from '../shell/reason-dialog.tsx';
import { When } from '../shell/when.tsx';
import { OrderDialog, type OrderKind } from './order-dialog.tsx';
import { presenceIcons, stateIcons, troubleIcons } from './seat-marks.tsx';

interface SeatDialogProps {
  readonly seat: SeatView;
  readonly desk: HallDeskView;
  onClose(): void;
}

const orderIcons = {
  lock: <LockOutlined />,
  unlock: <UnlockOutlined />,
  message: <MessageOutlined />,
} as const;

/** One seat in full, and the way out when its terminal has failed or its expert has gone. */
export function SeatDialog({ seat, desk, onClose }: SeatDialogProps) {
  const { t } = useTranslation('hall');
  const { message } = App.useApp();
  const [ending, setEnding] = useState<'move' | 'departure' | null>(null);
  const [ordering, setOrdering] = useState<OrderKind | null>(null);
  const inUse = seat.state === 'taken' || seat.state === 'admitted';
  if (ending) {
    return (
      <ReasonDialog
        title={t(`${ending}.title`, { seat: seat.id })}
        hint={t(`${ending}.hint`)}
        confirm={t(`${ending}.confirm`)}
        label={t(`${ending}.reason`)}
        example={t(`${ending}.reason.example`)}
        danger
        request={(reason) => ({
          method: 'POST',
          path: `/api/hall/${ending}`,
          body: { seat: seat.id, reason },
        })}
        onDone={() => {
          message.success(t(`${ending}.done`));
          refresh(['hall', 'draws']);
          onClose();
        }}
        onClose={onClose}
      />
    );
  }
  const { booth } = seat;
  if (ordering && booth)
    return <OrderDialog kind={ordering} seat={seat.id} booth={booth} onClose={onClose} />;
  const orders: readonly OrderKind[] = ['message', seat.lock ? 'unlock' : 'lock'];
  const endings = inUse && (
    <>
      <Button danger icon={<LogoutOutlined />} onClick={() => setEnding('departure')}>
        {t('departure.do')}
      </Button>
      <Button danger icon={<ToolOutlined />} onClick={() => setEnding('move')}>
        {t('move.do')}
      </Button>
    </>
  );
  return (
    <Modal
      open
      width={640}
      title={t('seat.place', { row: seat.row, column: seat.column })}
      onCancel={onClose}
      footer={
        booth && (
          <>
            {endings}
            {orders.map((kind) => (
              <Button key={kind} icon={orderIcons[kind]} onClick={() => setOrdering(kind)}>
                {t(`order.${kind}.do`)}
              </Button>
            ))}
          </>
        )
      }
    >
      <SeatFacts seat={seat} desk={desk} />
    </Modal>
  );
}

function SeatFacts({ seat, desk }: { seat: SeatView; desk: HallDeskView }) {
  const { t } = useTranslation('hall');
  const sentence = useSentence();
  const { state, presence, trouble, pending, lastHeardAt, booth, lock } = seat;
  const holder = desk.people.find((person) => person.seat === seat.id);
  const facts = [
    { label: t('seat.id'), children: seat.id },
    {
      label: t('people.state'),
      children: (
        <span>
          {stateIcons[state]} {t(`seat.state.${state}`)}
        </span>
      ),
    },
    { label: t('seat.person'), children: holder?.name ?? '—' },
    {
      label: t('seat.booth'),
      children: booth ? (
        <span>
          {booth} · {presenceIcons[presence]} {t(`seat.presence.${presence}`)}
        </span>
      ) : (
        t('seat.booth.none')
      ),
    },
    { label: t('seat.heard'), children: lastHeardAt ? <When at={lastHeardAt} /> : t('seat.heard.never') },
    ...(trouble
      ? [
          {
            label: t('seat.incidents'),
            children: (
              <b>
                {troubleIcons[trouble]} {t(`seat.trouble.${trouble}`)}
              </b>
            ),
          },
        ]
      : []),
    ...(lock
      ? [
          {
            label: t('seat.lock'),
            children: (
              <span>
                <b>{sentence(lock.cause)}</b>
                <br />
                {lock.code} · <When at={lock.at} />
                <br />
                {lock.arrived ? sentence(lock.clears) : t('seat.lock.ordered')}
              </span>
            ),
          },
        ]
      : []),
    ...(seat.pausedAt ? [{ label: t('seat.paused'), children: <When at={seat.pausedAt} /> }] : []),
    ...(pending > 0
      ? [
          {
            label: t('seat.pending', { count: pending }),
            children: t('seat.pending.long', { count: pending }),
          },
        ]
      : []),
  ];
  return (
    <Descriptions
      column={1}
      size="small"
      bordered
      items={facts.map((fact) => ({ ...fact, key: String(fact.label) }))}
    />
  );
}
