import { App, Button, Card, Checkbox } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { isUnderWay } from '#shared/draw/phase.ts';
import type { HallDeskView } from '#shared/protocol/views.ts';
import { refresh, useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { When } from '../shell/when.tsx';

type Hall = HallDeskView['halls'][number];

interface SeatDrawCardProps {
  readonly halls: readonly Hall[];
  readonly allIn: boolean;
}

/**
 * Starts the seat draw of the site. Who waits is seated at random; where the site has several halls, the staff choose
 * which of them are used, and nothing else.
 */
export function SeatDrawCard({ halls, allIn }: SeatDrawCardProps) {
  const { t } = useTranslation('hall');
  const { message } = App.useApp();
  const { busy, refused, clear, submit } = useSend();
  const [left, setLeft] = useState<readonly string[]>([]);
  const used = halls.filter(({ id }) => !left.includes(id));
  const running = halls.some(({ seatDraw }) => seatDraw !== null && isUnderWay(seatDraw.phase));
  const waiting = halls[0]?.toSeat ?? 0;
  const start = async () => {
    if (!(await submit('POST', '/api/hall/seat-draw', { halls: used.map(({ id }) => id) }))) return;
    message.success(t('seatdraw.opened'));
    refresh(['hall', 'draws']);
  };
  return (
    <Card
      size="small"
      title={halls.length === 1 ? `${t('seatdraw.title')} · ${halls[0]?.name}` : t('seatdraw.title')}
      extra={t('seatdraw.free', { count: used.reduce((sum, hall) => sum + freeIn(hall), 0) })}
      data-testid="seat-draw"
    >
      {halls.length > 1 && (
        <Checkbox.Group
          className="seatdraw-halls"
          aria-label={t('seatdraw.halls')}
          value={used.map(({ id }) => id)}
          onChange={(ids) => setLeft(halls.map(({ id }) => id).filter((id) => !ids.includes(id)))}
          options={halls.map((hall) => ({
            value: hall.id,
            label: `${hall.name}（${t('seatdraw.free', { count: freeIn(hall) })}）`,
          }))}
        />
      )}
      <Button
        block
        type={allIn && waiting > 0 ? 'primary' : 'default'}
        disabled={!allIn || waiting === 0 || running || used.length === 0}
        loading={busy || running}
        onClick={() => void start()}
      >
        {running
          ? t('seatdraw.running')
          : waiting === 0
            ? t('seatdraw.nobody')
            : t('seatdraw.do', { count: waiting })}
      </Button>
      <RefusalNotice refused={refused} onClose={clear} />
      <p className="seatdraw-note">
        {!allIn && waiting > 0 ? t('seatdraw.wait') : <LastDraw draw={latestOf(halls)} />}
      </p>
    </Card>
  );
}

const freeIn = ({ seats }: Hall) => seats.filter(({ state }) => state === 'free').length;

function latestOf(halls: readonly Hall[]): Hall['seatDraw'] {
  const draws = halls.flatMap(({ seatDraw }) => seatDraw ?? []);
  return draws.sort((a, b) => a.openedAt.localeCompare(b.openedAt)).at(-1) ?? null;
}

function LastDraw({ draw }: { draw: Hall['seatDraw'] }) {
  const { t } = useTranslation('hall');
  if (draw?.phase === 'failed') return <b>{t('seatdraw.failed')}</b>;
  if (draw?.completedAt) {
    return (
      <>
        {t('seatdraw.completed')} <When at={draw.completedAt} style="time" />{' '}
        <Link to="/draws">{t('draw.look')}</Link>
      </>
    );
  }
  return <>{t('seatdraw.rule')}</>;
}
