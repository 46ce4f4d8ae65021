import {
  CheckCircleFilled,
  ClockCircleOutlined,
  CloseCircleFilled,
  DownloadOutlined,
} from '@ant-design/icons';
import { Alert, Button, Card, Descriptions, Table, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { halvesOf } from '#shared/catalogue/words.ts';
import { waitsForParties } from '#shared/draw/phase.ts';
import type { DrawView } from '#shared/protocol/views.ts';
import { fileNameOf } from '#shared/verification/file-names.ts';
import { PhaseTag } from '../draws/phase-tag.tsx';
import { useSentence } from '../shell/i18n.ts';
import { When } from '../shell/when.tsx';
import './projects.css';

interface DrawCardProps {
  readonly draw: DrawView;
  readonly siteName?: (site: string) => string;
  /** Whether the reader may have the transcript. */
  readonly transcript?: boolean;
}

/** One draw's ceremony: who has committed and revealed, by when, and what anyone needs to replay it. */
export function DrawCard({ draw, siteName = (site) => site, transcript = false }: DrawCardProps) {
  const { t } = useTranslation('projects');
  const attempt = draw.drawId.slice(draw.drawId.lastIndexOf('#') + 1);
  const file = `${fileNameOf(draw.drawId)}.json`;
  return (
    <Card
      size="small"
      title={`${t(`draw.kind.${draw.kind}`)} · ${t('draw.attempt', { n: attempt })}`}
      extra={<PhaseTag phase={draw.phase} />}
      data-testid="draw"
    >
      {draw.phase === 'failed' && (
        <Alert type="warning" showIcon title={t('draw.failed.hint')} style={{ marginBottom: 12 }} />
      )}
      <div className="draw-columns">
        <Parties draw={draw} siteName={siteName} />
        <Digests draw={draw} />
      </div>
      {draw.phase === 'completed' && (
        <div className="draw-replay">
          <span className="quiet">{t('draw.replay')}</span>
          <Typography.Text code copyable={{ text: `npx kawei draw replay ${file}` }}>
            npx kawei draw replay {file}
          </Typography.Text>
          {transcript && <Link to={`/draws/${encodeURIComponent(draw.drawId)}`}>{t('draw.in-browser')}</Link>}
          {transcript && (
            <Button
              size="small"
              icon={<DownloadOutlined />}
              href={`/api/draws/${encodeURIComponent(draw.drawId)}/transcript`}
              download={file}
            >
              {t('draw.transcript')}
            </Button>
          )}
        </div>
      )}
    </Card>
  );
}

type Party = DrawView['parties'][number];

function Parties({ draw, siteName }: { draw: DrawView; siteName: (site: string) => string }) {
  const { t } = useTranslation('projects');
  const sentence = useSentence();
  return (
    <Table<Party>
      size="small"
      rowKey="party"
      pagination={false}
      dataSource={draw.parties}
      columns={[
        {
          title: t('draw.party'),
          dataIndex: 'party',
          className: 'nowrap',
          render: (party: string, { withheld }) => (
            <>
              {siteName(party)}
              {withheld !== null && (
                <div className="draw-withheld">
                  {t('draw.withheld', { reason: sentence(halvesOf(withheld)) })}
                </div>
              )}
            </>
          ),
        },
        {
          title: t('draw.countersigned'),
          dataIndex: 'countersigned',
          render: (is: boolean | null, { withheld }) =>
            is === null ? '—' : <Step done={is} over={withheld !== null} />,
        },
        {
          title: t('draw.committed'),
          dataIndex: 'committed',
          render: (is: boolean, { withheld }) => <Step done={is} over={withheld !== null} />,
        },
        {
          title: t('draw.revealed'),
          dataIndex: 'revealed',
          render: (is: boolean, { withheld }) => <Step done={is} over={withheld !== null} />,
        },
      ]}
    />
  );
}

function Step({ done, over }: { done: boolean; over: boolean }) {
  const { t } = useTranslation('projects');
  if (done) {
    return (
      <span className="nowrap">
        <CheckCircleFilled style={{ color: '#389e0d' }} /> {t('draw.done')}
      </span>
    );
  }
  if (over) return <CloseCircleFilled style={{ color: '#cf1322' }} />;
  return (
    <span className="nowrap quiet">
      <ClockCircleOutlined /> {t('draw.open')}
    </span>
  );
}

function Digests({ draw }: { draw: DrawView }) {
  const { t } = useTranslation('projects');
  const named = draw.named ?? draw.beacon;
  const waiting = waitsForParties(draw.phase);
  return (
    <Descriptions
      size="small"
      column={1}
      items={[
        { key: 'opened', label: t('draw.opened'), children: <When at={draw.openedAt} /> },
        waiting
          ? { key: 'deadline', label: t('draw.deadline'), children: <When at={draw.deadline} /> }
          : {
              key: 'completed',
              label: t('draw.completed'),
              children: draw.completedAt ? <When at={draw.completedAt} /> : '—',
            },
        { key: 'input', label: t('draw.input'), children: <Digest value={draw.inputDigest} /> },
        { key: 'root', label: t('draw.root'), children: <Digest value={draw.commitmentRoot} /> },
        {
          key: 'beacon',
          label: t('draw.beacon'),
          children: named ? (
            `${named.source} · ${named.round}`
          ) : (
            <span className="quiet">{t('draw.beacon.none')}</span>
          ),
        },
        {
          key: 'seed',
          label: t('draw.seed'),
          children: draw.seed ? (
            <Digest value={draw.seed} />
          ) : (
            <span className="quiet">{t('draw.seed.none')}</span>
          ),
        },
      ]}
    />
  );
}

/** A digest shortened for the eye; the whole of it on hovering and when copied. */
export function Digest({ value }: { value: string | null }) {
  if (value === null) return <span className="quiet">—</span>;
  return (
    <Typography.Text className="mono" title={value} copyable={{ text: value }}>
      {value.slice(0, 16)}…{value.slice(-8)}
    </Typography.Text>
  );
}
