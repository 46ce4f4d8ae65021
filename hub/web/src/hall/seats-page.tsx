import { Empty, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HallDeskView } from '#shared/protocol/views.ts';
import { When } from '../shell/when.tsx';
import { DeskFrame } from './desk-frame.tsx';
import { SeatDialog } from './seat-dialog.tsx';
import { SeatIncidents } from './seat-incidents.tsx';
import { SeatLegend, SeatMap } from './seat-map.tsx';

/** The hall as it stands, seat by seat, incidents first. */
export function SeatsPage() {
  return <DeskFrame>{(desk) => <Halls desk={desk} />}</DeskFrame>;
}

function Halls({ desk }: { desk: HallDeskView }) {
  const { t } = useTranslation('hall');
  const [shown, setShown] = useState<string | null>(null);
  const [opened, setOpened] = useState<string | null>(null);
  const hall = desk.halls.find(({ id }) => id === shown) ?? desk.halls[0];
  if (!hall) return <Empty description={t('seat.none')} />;
  const seat = hall.seats.find(({ id }) => id === opened);
  return (
    <div className="seats-page">
      <Tabs
        activeKey={hall.id}
        onChange={setShown}
        items={desk.halls.map(({ id, name }) => ({ key: id, label: name }))}
        tabBarExtraContent={
          <span className="hub-time">
            {t('seat.time')} <When at={desk.now} style="time" />
          </span>
        }
      />
      <SeatIncidents hall={hall} onOpen={setOpened} />
      <SeatMap hall={hall} onOpen={setOpened} />
      <SeatLegend />
      {seat && <SeatDialog key={seat.id} seat={seat} desk={desk} onClose={() => setOpened(null)} />}
    </div>
  );
}
