import {
  DisconnectOutlined,
  EditOutlined,
  ExclamationCircleFilled,
  PlusOutlined,
  PoweroffOutlined,
  QuestionCircleOutlined,
  WifiOutlined,
} from '@ant-design/icons';
import { Button, Space, Table, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EnrolmentsView } from '#shared/protocol/enrolment-views.ts';
import type { BoothRow, Presence, VenueView } from '#shared/protocol/views.ts';
import { hallPlan } from '#shared/venues/plan.ts';
import { useView } from '../shell/api.ts';
import { When } from '../shell/when.tsx';
import { CertificateActs, CertificateState } from './booth-certificate.tsx';
import { NewBoothDialog } from './new-booth-dialog.tsx';
import { RedrawHallDialog } from './redraw-hall-dialog.tsx';

interface HallPanelProps {
  readonly hall: VenueView['halls'][number];
  readonly site: string;
  readonly mayChange: boolean;
}

/** Codes and certificates end by time alone, so they are read again this often, in milliseconds. */
const EVERY_MILLISECONDS = 10_000;

/** One hall's booths: those that are missing first. */
export function HallPanel({ hall, site, mayChange }: HallPanelProps) {
  const { t } = useTranslation('admin');
  const [adding, setAdding] = useState(false);
  const [redrawing, setRedrawing] = useState(false);
  const { data: enrolments } = useView<EnrolmentsView>('/api/enrolments', ['venues'], {
    every: EVERY_MILLISECONDS,
  });
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
          <Space>
            <Button icon={<EditOutlined />} onClick={() => setRedrawing(true)}>
              {t('hall.redraw')}
            </Button>
            <Button
              type="primary"
              icon={<PlusOutlined />}
              disabled={free.length === 0}
              title={free.length === 0 ? t('booth.seat.full') : ''}
              onClick={() => setAdding(true)}
            >
              {t('booth.new')}
            </Button>
          </Space>
        )}
      </div>
      <BoothTable booths={hall.booths} enrolments={enrolments ?? null} mayChange={mayChange} />
      {redrawing && <RedrawHallDialog hall={hall} onClose={() => setRedrawing(false)} />}
      {adding && (
        <NewBoothDialog
          hall={hall.id}
          seats={free}
          port={enrolments?.port ?? null}
          onClose={() => setAdding(false)}
        />
      )}
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

interface BoothTableProps {
  readonly booths: readonly BoothRow[];
  /** Null until they are read. */
  readonly enrolments: EnrolmentsView | null;
  readonly mayChange: boolean;
}

function BoothTable({ booths, enrolments, mayChange }: BoothTableProps) {
  const { t } = useTranslation('admin');
  const port = enrolments?.port ?? null;
  const enrolmentOf = (id: string) => enrolments?.booths.find(({ booth }) => booth === id);
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
        ...(port === null
          ? []
          : [
              {
                title: t('certificate'),
                key: 'certificate',
                render: (_: unknown, { id }: BoothRow) => <CertificateState row={enrolmentOf(id)} />,
              },
            ]),
        ...(port === null || !mayChange
          ? []
          : [
              {
                key: 'act',
                align: 'right' as const,
                render: (_: unknown, { id }: BoothRow) => (
                  <CertificateActs booth={id} row={enrolmentOf(id)} port={port} />
                ),
              },
            ]),
      ]}
    />
  );
}
