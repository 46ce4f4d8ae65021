import { CaretRightOutlined, CheckCircleFilled, MinusCircleOutlined, PauseOutlined } from '@ant-design/icons';
import { Button, Table } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WalkedCandidate } from '#shared/draw/walk.ts';
import { useSentence } from '../shell/i18n.ts';

/** Time for one candidate while they come by themselves, in milliseconds. */
const PACE_MILLISECONDS = 1_500;

interface PanelWalkProps {
  readonly walk: readonly WalkedCandidate[];
  /** They come by themselves from the start. */
  readonly playing?: boolean;
}

/** Candidates one after the other as they were looked at; the reader says when the next comes, or lets them come. */
export function PanelWalk({ walk, playing: atFirst = false }: PanelWalkProps) {
  const { t } = useTranslation('replay');
  const [shown, setShown] = useState(1);
  const [playing, setPlaying] = useState(atFirst);
  const left = walk.length - shown;
  const going = playing && left > 0;
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(() => setShown((count) => count + 1), PACE_MILLISECONDS);
    return () => clearInterval(timer);
  }, [going]);
  return (
    <>
      <p>{t('panel.about')}</p>
      <Table<WalkedCandidate>
        size="small"
        rowKey="id"
        pagination={walk.length > 60 ? { pageSize: 50, showSizeChanger: false } : false}
        dataSource={walk.slice(0, shown)}
        scroll={{ x: true }}
        data-testid="walk"
        columns={[
          { title: t('order'), dataIndex: 'order', className: 'nowrap' },
          { title: t('candidate'), dataIndex: 'id', render: (id: string) => <code>{id.slice(0, 12)}</code> },
          {
            title: t('ticket'),
            dataIndex: 'ticket',
            render: (ticket: string) => <code>{ticket.slice(0, 12)}</code>,
          },
          { title: t('site'), dataIndex: 'site', className: 'nowrap' },
          { title: t('outcome'), key: 'outcome', render: (_, walked) => <Fate walked={walked} /> },
        ]}
      />
      <div className="replay-pace">
        {left > 0 ? (
          <>
            <Button type="primary" onClick={() => setShown(shown + 1)} data-testid="next">
              {t('next')}
            </Button>
            <Button
              icon={going ? <PauseOutlined /> : <CaretRightOutlined />}
              onClick={() => setPlaying(!going)}
              data-testid="play"
            >
              {t(going ? 'pause' : 'play')}
            </Button>
            <Button onClick={() => setShown(walk.length)} data-testid="all">
              {t('all')}
            </Button>
            <span className="quiet">{t('panel.more', { count: left })}</span>
          </>
        ) : (
          <Button onClick={() => setShown(1)}>{t('again')}</Button>
        )}
      </div>
    </>
  );
}

function Fate({ walked: { category, reason } }: { walked: WalkedCandidate }) {
  const { t } = useTranslation('replay');
  const sentence = useSentence();
  return (
    <>
      <strong className={category === null ? 'replay-passed' : 'replay-taken'}>
        {category === null ? (
          <>
            <MinusCircleOutlined /> {t('passed')}
          </>
        ) : (
          <>
            <CheckCircleFilled /> {t('taken', { category })}
          </>
        )}
      </strong>
      {reason && <div className="replay-why">{shortened(sentence(reason.text))}</div>}
    </>
  );
}

/** Pseudonyms are 64 digits long; their beginning tells them apart well enough for a reader. */
const shortened = (words: string) => words.replaceAll(/\b([0-9a-f]{12})[0-9a-f]{20,}\b/g, '$1…');
