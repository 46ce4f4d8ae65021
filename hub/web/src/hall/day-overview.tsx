import { CheckCircleFilled, ClockCircleFilled } from '@ant-design/icons';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { HallDeskView } from '#shared/protocol/views.ts';
import { When } from '../shell/when.tsx';

/** Expected, in, missing, and whether seats may be drawn; numbers large enough to read across the desk. */
export function DayOverview({ desk }: { desk: HallDeskView }) {
  const { t } = useTranslation('hall');
  const { site, expected, checkedIn, allIn, people } = desk;
  const missing = Math.max(expected - checkedIn, 0);
  const seated = people.filter((person) => person.admitted).length;
  const percent = expected === 0 ? 0 : Math.round((checkedIn / expected) * 100);
  return (
    <section className="day" data-testid="day">
      <div className="day-site">
        <strong>{site.name}</strong>
        <span>
          {site.city} · {t('seat.time')} <When at={desk.now} style="minute" />
        </span>
      </div>
      <Figure label={t('day.expected')} value={expected} />
      <Figure label={t('day.in')} value={checkedIn} />
      <Figure label={t('day.missing')} value={missing} strong={missing > 0} />
      <Figure label={t('day.seated')} value={seated} />
      <Progress percent={percent} className="day-progress" strokeColor={allIn ? '#2f7d32' : '#1e4f8f'} />
      <div className={allIn ? 'day-state day-ready' : 'day-state'} data-testid="all-in" data-all-in={allIn}>
        {allIn ? <CheckCircleFilled /> : <ClockCircleFilled />} {t(stateOf(desk))}
      </div>
    </section>
  );
}

/** Where the morning stands, in one sentence. */
function stateOf({ expected, allIn, people }: HallDeskView) {
  if (expected === 0) return 'day.none';
  if (!allIn) return 'day.notAllIn';
  return people.some((person) => person.seat === null && !person.left) ? 'day.allIn' : 'day.allSeated';
}

function Figure({ label, value, strong = false }: { label: string; value: number; strong?: boolean }) {
  return (
    <div className={strong ? 'figure figure-strong' : 'figure'}>
      <b>{value}</b>
      <span>{label}</span>
    </div>
  );
}
