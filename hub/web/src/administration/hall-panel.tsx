import {
  DisconnectOutlined,
  ExclamationCircleFilled,
  PlusOutlined,
  PoweroffOutlined,
  QuestionCircleOutlined,
  WifiOutlined,
} from '@ant-design/icons';
import { Button, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoothRow, Presence, VenueView } from '#shared/protocol/views.ts';
import { hallPlan } from '#shared/venues/plan.ts';
import { When } from '../shell/when.tsx';
import { NewBoothDialog } from './new-booth-dialog.tsx';

interface HallPanelProps {
  readonly hall: VenueView['halls'][number];
  readonly site: string;
  readonly mayChange: boolean;
}

/** One hall's booths: those that are missing first. */
export function HallPanel({ hall, site, mayChange }: HallPanelProps) {
  const { t } = useTranslation('admin');
  const [adding, setAdding] = useState(false);
  const { seats } = hallPlan({ ...hall, site });
  const taken = new Set(hall.booths.map((booth) => booth.seat));
  const free = seats.filter((seat) => !taken.has(seat.id));
  return (
    <>
      <div className="hall-head">
        <span>
          {hall.id} · {hall.rows} × {hall.columns} ·{' '}
          {t('hall.registered', { seats: seats.length, booths: hall.booths.length })}
        </span>
        {mayChange && (
          <Button
            type="primary"
            icon={<PlusOutlined />}
            disabled={free.length === 0}
            title={free.length === 0 ? t('booth.seat.full') : ''}
            onClick={() => setAdding(true)}
          >
            {t('booth.new')}
          </Button>
        )}
      </div>
      <BoothTable booths={hall.booths} />
      {adding && <NewBoothDialog hall={hall.id} seats={free} onClose={() => setAdding(false)} />}
    </>
  );
}

const order: readonly Presence[] = ['missing', 'suspect', 'never', 'closed', 'present'];
const colours = {
  missing: 'error',
  suspect: 'warning',
  never: 'default',
  closed: 'default',
  present: 'success',
};
const icons = {
  missing: <DisconnectOutlined />,
  suspect: <ExclamationCircleFilled />,
  never: <QuestionCircleOutlined />,
  closed: <PoweroffOutlined />,
  present: <WifiOutlined />,
};

function BoothTable({ booths }: { booths: readonly BoothRow[] }) {
  const { t } = useTranslation('admin');
  const byTrouble = (a: BoothRow, b: BoothRow) =>
    order.indexOf(a.presence) - order.indexOf(b.presence) || a.seat.localeCompare(b.seat);
  return (
    <Table<BoothRow>
      size="small"
      rowKey="id"
      dataSource={booths.toSorted(byTrouble)}
      pagination={{ pageSize: 12, hideOnSinglePage: true, showSizeChanger: false }}
      locale={{ emptyText: t('booth.none') }}
      expandable={{
        rowExpandable: ({ fingerprintParts }) => fingerprintParts.length > 0,
        expandedRowRender: ({ fingerprintParts }) => (
          <ul className="fingerprint">
            {fingerprintParts.map(({ part, value }) => (
              <li key={`${part} ${value}`}>
                {part}: <code>{value}</code>
              </li>
            ))}
          </ul>
        ),
      }}
      columns={[
        { title: t('booth.seat'), dataIndex: 'seat' },
        { title: t('booth.id'), dataIndex: 'id' },
        {
          title: t('booth.presence'),
          dataIndex: 'presence',
          render: (presence: Presence) => (
            <Tag color={colours[presence]} icon={icons[presence]}>
              {t(`booth.presence.${presence}`)}
            </Tag>
          ),
        },
        {
          title: t('booth.heard'),
          dataIndex: 'lastHeardAt',
          render: (at: string | null) => (at ? <When at={at} /> : t('none')),
        },
        {
          title: t('booth.fingerprint'),
          dataIndex: 'fingerprintDigest',
          render: (digest: string | null) =>
            digest ? (
              <Typography.Text code title={digest}>
                {digest.slice(0, 12)}…
              </Typography.Text>
            ) : (
              t('booth.fingerprint.none')
            ),
        },
      ]}
    />
  );
}
