import { CheckCircleFilled, ClockCircleOutlined, CloseCircleFilled } from '@ant-design/icons';
import { Alert, Card, Descriptions, Empty, Table, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { halvesOf } from '#shared/catalogue/words.ts';
import { isUnderWay, waitsForParties } from '#shared/draw/phase.ts';
import type { DrawView } from '#shared/protocol/views.ts';
import { PhaseTag } from '../draws/phase-tag.tsx';
import { useSentence } from '../shell/i18n.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { When } from '../shell/when.tsx';
import { DeskFrame } from './desk-frame.tsx';
import type { Ceremony } from './use-ceremonies.ts';

/** The draws this site has a part in: what is happening, in words, and by whom. */
export function DrawsPage() {
  const { t } = useTranslation('hall');
  return (
    <DeskFrame>
      {(_desk, ceremonies) => (
        <div className="draws">
          <Typography.Paragraph className="draws-about">{t('draw.about')}</Typography.Paragraph>
          {ceremonies.length === 0 && <Empty description={t('draw.none')} />}
          {ceremonies.map((ceremony) => (
            <DrawCard key={ceremony.draw.drawId} ceremony={ceremony} />
          ))}
        </div>
      )}
    </DeskFrame>
  );
}

function DrawCard({ ceremony }: { ceremony: Ceremony }) {
  const { t } = useTranslation('hall');
  const { draw, problem } = ceremony;
  const title =
    draw.kind === 'seats' ? t('draw.kind.seats', { hall: draw.title }) : t(`draw.kind.${draw.kind}`);
  const open = isUnderWay(draw.phase);
  return (
    <Card
      size="small"
      title={title}
      extra={<PhaseTag phase={draw.phase} />}
      data-testid="draw"
      data-phase={draw.phase}
    >
      <Alert
        showIcon
        type={draw.phase === 'failed' ? 'error' : open ? 'info' : 'success'}
        title={<Happening ceremony={ceremony} />}
        style={{ marginBottom: 8 }}
      />
      {problem && (
        <>
          <RefusalNotice refused={problem} />
          <p>{t('draw.retry')}</p>
        </>
      )}
      <div className="draw-body">
        <Parties ceremony={ceremony} />
        <DrawFacts draw={draw} />
      </div>
    </Card>
  );
}

function Happening({ ceremony: { draw, step, problem } }: { ceremony: Ceremony }) {
  const { t } = useTranslation(['hall', 'keys']);
  if (step === 'over')
    return t(draw.phase === 'completed' ? 'draw.do.over.completed' : 'draw.do.over.failed');
  if (problem?.code === 'DRAW_REVEAL_WRONG') return t('draw.do.refused');
  if (step === 'keyless')
    return (
      <>
        {t('draw.do.keyless')} <Link to="/site-keys">{t('keys:register')}</Link>
      </>
    );
  if (step === 'wait') return t(`draw.do.wait.${waitingIn(draw)}`);
  return t(`draw.do.${step}`);
}

/** A phase in which this site has done its part. */
function waitingIn({ phase }: DrawView) {
  return phase === 'completed' || phase === 'failed' ? 'committing' : phase;
}

function Parties({ ceremony: { draw, site } }: { ceremony: Ceremony }) {
  const { t } = useTranslation('hall');
  const sentence = useSentence();
  return (
    <Table
      size="small"
      rowKey="party"
      pagination={false}
      dataSource={draw.parties}
      columns={[
        {
          title: t('draw.party'),
          dataIndex: 'party',
          render: (party: string) => (party === site ? <b>{`${party}（${t('draw.own')}）`}</b> : party),
        },
        {
          title: t('draw.countersigned'),
          render: (_, { countersigned }) => (countersigned === null ? '—' : <Done done={countersigned} />),
        },
        { title: t('draw.committed'), render: (_, { committed }) => <Done done={committed} /> },
        {
          title: t('draw.revealed'),
          render: (_, { revealed, withheld }) =>
            withheld === null ? (
              <Done done={revealed} />
            ) : (
              <span className="draw-withheld">
                <CloseCircleFilled /> {t('draw.withheld', { reason: sentence(halvesOf(withheld)) })}
              </span>
            ),
        },
      ]}
    />
  );
}

function Done({ done }: { done: boolean }) {
  const { t } = useTranslation('hall');
  return done ? (
    <span className="draw-done">
      <CheckCircleFilled /> {t('draw.yes')}
    </span>
  ) : (
    <span>
      <ClockCircleOutlined /> {t('draw.no')}
    </span>
  );
}

function DrawFacts({ draw }: { draw: DrawView }) {
  const { t } = useTranslation('hall');
  const digest = (text: string) => (
    <Typography.Text code copyable={{ text }} title={text}>
      {text.slice(0, 16)}…
    </Typography.Text>
  );
  const items = [
    { key: 'opened', label: t('draw.opened'), children: <When at={draw.openedAt} /> },
    ...(waitsForParties(draw.phase)
      ? [{ key: 'deadline', label: t('draw.deadline'), children: <When at={draw.deadline} /> }]
      : []),
    ...(draw.completedAt
      ? [{ key: 'completed', label: t('draw.completedAt'), children: <When at={draw.completedAt} /> }]
      : []),
    { key: 'digest', label: t('draw.digest'), children: digest(draw.inputDigest) },
    ...(draw.commitmentRoot
      ? [{ key: 'root', label: t('draw.root'), children: digest(draw.commitmentRoot) }]
      : []),
    ...(draw.seed ? [{ key: 'seed', label: t('draw.seed'), children: digest(draw.seed) }] : []),
  ];
  return <Descriptions size="small" column={1} items={items} className="draw-facts" />;
}
