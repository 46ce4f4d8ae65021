import { EyeOutlined } from '@ant-design/icons';
import { Button, Card, Space, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import type { LookedProjectView } from '#shared/protocol/look-back.ts';
import { useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { When } from '../shell/when.tsx';
import { AlikeCard } from './alike-card.tsx';
import './look-back.css';
import { MarksCard } from './marks-card.tsx';
import { PaceCard } from './pace-card.tsx';
import { RestingCard } from './resting-card.tsx';

/**
 * The marks of one project, plotted. They are fetched only when they are asked for, and not again by themselves: the hub
 * records each reading.
 */
export function PanelPage() {
  const { id = '' } = useParams();
  const { t } = useTranslation('lookback');
  const { busy, refused, submit } = useSend();
  const [read, setRead] = useState<{ view: LookedProjectView; at: string } | null>(null);
  const readMarks = async () => {
    const done = await submit<LookedProjectView>('GET', `/api/look-back/projects/${encodeURIComponent(id)}`);
    if (done) setRead({ view: done.answer, at: new Date().toISOString() });
  };
  return (
    <div className="stack">
      <div className="page-bar">
        <Typography.Title level={4} style={{ margin: 0 }}>
          {read?.view.title ?? id}
        </Typography.Title>
        <span className="quiet rest">
          {read && (
            <>
              {id} · <When at={read.view.at} />
            </>
          )}
        </span>
        <Link to={`/projects/${encodeURIComponent(id)}`}>{t('panel.project')}</Link>
      </div>
      <Card size="small">
        <Space wrap>
          <Button
            type={read ? 'default' : 'primary'}
            icon={<EyeOutlined />}
            loading={busy}
            onClick={() => void readMarks()}
            data-testid="read-marks"
          >
            {t(read ? 'panel.read-again' : 'panel.read')}
          </Button>
          <span className="quiet">
            {t('panel.recorded')}
            {read && (
              <>
                {' '}
                {t('panel.read-at')} <When at={read.at} style="time" />
              </>
            )}
          </span>
        </Space>
        <RefusalNotice refused={refused} />
      </Card>
      {read && <Panel key={read.at} view={read.view} />}
    </div>
  );
}

function Panel({ view }: { view: LookedProjectView }) {
  const [search] = useSearchParams();
  return (
    <>
      <MarksCard view={view} flag={search.get('flag')} expert={search.get('expert')} />
      <RestingCard view={view} />
      <AlikeCard view={view} />
      <PaceCard view={view} />
    </>
  );
}
