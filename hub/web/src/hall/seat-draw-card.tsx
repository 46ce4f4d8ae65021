import { App, Button, Card } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { HallDeskView } from '#shared/protocol/views.ts';
import { refresh, useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { When } from '../shell/when.tsx';

type Hall = HallDeskView['halls'][number];

/** Starts the seat draw of one hall. There is nothing to choose: who waits is seated, at random. */
export function SeatDrawCard({ hall, allIn }: { hall: Hall; allIn: boolean }) {
  const { t } = useTranslation('hall');
  const { message } = App.useApp();
  const { busy, refused, clear, submit } = useSend();
  const running = hall.seatDraw?.phase === 'committing' || hall.seatDraw?.phase === 'revealing';
  const free = hall.seats.filter((seat) => seat.state === 'free').length;
  const start = async () => {
    if (!(await submit('POST', '/api/hall/seat-draw', { halls: [hall.id] }))) return;
    message.success(t('seatdraw.opened'));
    refresh(['hall', 'draws']);
  };
  return (
    <Card
      size="small"
      title={`${t('seatdraw.title')} · ${hall.name}`}
      extra={t('seatdraw.free', { count: free })}
      data-testid={`seat-draw-${hall.id}`}
    >
      <Button
        block
        type={allIn && hall.toSeat > 0 ? 'primary' : 'default'}
        disabled={!allIn || hall.toSeat === 0 || running}
        loading={busy || running}
        onClick={() => void start()}
      >
        {running
          ? t('seatdraw.running')
          : hall.toSeat === 0
            ? t('seatdraw.nobody')
            : t('seatdraw.do', { count: hall.toSeat })}
      </Button>
      <RefusalNotice refused={refused} onClose={clear} />
      <p className="seatdraw-note">
        {!allIn && hall.toSeat > 0 ? t('seatdraw.wait') : <LastDraw hall={hall} />}
      </p>
    </Card>
  );
}

function LastDraw({ hall: { seatDraw } }: { hall: Hall }) {
  const { t } = useTranslation('hall');
  if (seatDraw?.phase === 'failed') return <b>{t('seatdraw.failed')}</b>;
  if (seatDraw?.completedAt) {
    return (
      <>
        {t('seatdraw.completed')} <When at={seatDraw.completedAt} style="time" />{' '}
        <Link to="/draws">{t('draw.look')}</Link>
      </>
    );
  }
  return <>{t('seatdraw.rule')}</>;
}
