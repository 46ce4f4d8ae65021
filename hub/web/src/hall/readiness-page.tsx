import { CheckCircleFilled, CloseCircleFilled, FileTextOutlined, WarningFilled } from '@ant-design/icons';
import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReadinessRow } from '#shared/protocol/readiness-views.ts';
import { useSend, useView } from '../shell/api.ts';
import { useSentence } from '../shell/i18n.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { ViewFrame } from '../shell/view-frame.tsx';
import { When } from '../shell/when.tsx';
import { DeskFrame } from './desk-frame.tsx';
import './readiness.css';

/** Presence is part of it and changes by time alone; in milliseconds. */
const EVERY_MILLISECONDS = 10_000;

/** Which terminals of the site are ready for the day, which are not and why, and what to do. */
export function ReadinessPage() {
  return <DeskFrame>{() => <Readiness />}</DeskFrame>;
}

function Readiness() {
  const rows = useView<ReadinessRow[]>('/api/readiness', ['hall', 'venues'], { every: EVERY_MILLISECONDS });
  return <ViewFrame query={rows}>{(view) => <Terminals rows={view} />}</ViewFrame>;
}

/** Those that need somebody come first. */
function Terminals({ rows }: { rows: readonly ReadinessRow[] }) {
  const { t } = useTranslation('hall');
  const file = useSend();
  const ready = rows.filter((row) => row.ready).length;
  const ordered = rows.toSorted((a, b) => gravity(b) - gravity(a));
  return (
    <section className="readiness">
      <p
        className={ready === rows.length ? 'readiness-sum' : 'readiness-sum readiness-wanting'}
        data-testid="ready"
      >
        {ready === rows.length ? <CheckCircleFilled /> : <WarningFilled />}{' '}
        {t('ready.sum', { ready, of: rows.length })}
      </p>
      <p>{t('ready.about')}</p>
      <RefusalNotice refused={file.refused} />
      <Table
        rowKey="booth"
        size="small"
        bordered
        pagination={rows.length > 50 ? { pageSize: 50 } : false}
        dataSource={ordered}
        columns={[
          { title: t('seat.id'), render: (_, row) => <b>{row.seat}</b> },
          { title: t('seat.booth'), dataIndex: 'booth' },
          { title: t('ready.state'), render: (_, row) => <State row={row} /> },
          { title: t('ready.todo'), render: (_, row) => <Todo row={row} /> },
          {
            title: t('ready.report'),
            render: (_, row) => <Report row={row} save={(path, name) => void file.download(path, name)} />,
          },
        ]}
      />
    </section>
  );
}

function State({ row }: { row: ReadinessRow }) {
  const { t } = useTranslation('hall');
  if (!row.ready)
    return (
      <b className="readiness-not">
        <CloseCircleFilled /> {t('ready.not')}
      </b>
    );
  return (
    <span className="readiness-is">
      <CheckCircleFilled /> {t(row.faults.length > 0 ? 'ready.noted' : 'ready.is')}
    </span>
  );
}

function Todo({ row: { faults } }: { row: ReadinessRow }) {
  const sentence = useSentence();
  if (faults.length === 0) return '—';
  return (
    <ul className="readiness-faults">
      {faults.map(({ code, blocks, text, todo }) => (
        <li key={`${code}/${text.zh}`}>
          {blocks ? <b>{sentence(text)}</b> : sentence(text)} <code>{code}</code>
          <br />
          {sentence(todo)}
        </li>
      ))}
    </ul>
  );
}

interface ReportProps {
  readonly row: ReadinessRow;
  save(path: string, name: string): void;
}

function Report({ row: { booth, report }, save }: ReportProps) {
  const { t } = useTranslation('hall');
  if (!report) return t('ready.none');
  return (
    <>
      <When at={report.at} style="minute" /> · {t(report.signed ? 'ready.signed' : 'ready.unsigned')}
      <br />
      <code className="readiness-digest" title={t('ready.digest')}>
        {report.digest.slice(0, 16)}…
      </code>
      <Button
        type="link"
        icon={<FileTextOutlined />}
        onClick={() =>
          save(`/api/booths/${encodeURIComponent(booth)}/readiness/file`, `${booth}-readiness.json`)
        }
      >
        {t('ready.save')}
      </Button>
    </>
  );
}

function gravity({ ready, faults }: ReadinessRow): number {
  if (!ready) return 2;
  return faults.length > 0 ? 1 : 0;
}
