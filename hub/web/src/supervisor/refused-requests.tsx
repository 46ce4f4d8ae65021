import { EyeOutlined } from '@ant-design/icons';
import { Button, Card, Empty, Space, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RefusedRequestView } from '#shared/protocol/panel-views.ts';
import { useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { When } from '../shell/when.tsx';

/**
 * Whom the agency wanted left out in requests that the pool has refused: with another expert each time they tell who
 * sits on other panels. Fetched only when it is asked for: the hub records each reading.
 */
export function RefusedRequests({ project }: { project: string }) {
  const { t } = useTranslation('supervisor');
  const { busy, refused, submit } = useSend();
  const [read, setRead] = useState<readonly RefusedRequestView[] | null>(null);
  const readThem = async () => {
    const path = `/api/projects/${encodeURIComponent(project)}/refused-requests`;
    const done = await submit<RefusedRequestView[]>('GET', path);
    if (done) setRead(done.answer);
  };
  return (
    <Card
      size="small"
      title={t('refused.title')}
      extra={
        <Space>
          <span className="quiet">{t('marks.recorded')}</span>
          <Button
            size="small"
            icon={<EyeOutlined />}
            loading={busy}
            onClick={() => void readThem()}
            data-testid="read-refused"
          >
            {t(read ? 'marks.read-again' : 'refused.read')}
          </Button>
        </Space>
      }
    >
      <RefusalNotice refused={refused} />
      {read ? <Requests requests={read} /> : <span className="quiet">{t('refused.hint')}</span>}
    </Card>
  );
}

function Requests({ requests }: { requests: readonly RefusedRequestView[] }) {
  const { t } = useTranslation('supervisor');
  return (
    <Table<RefusedRequestView>
      size="small"
      rowKey="at"
      dataSource={requests}
      pagination={{ pageSize: 10, hideOnSinglePage: true }}
      locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('refused.none')} /> }}
      data-testid="refused-requests"
      columns={[
        {
          title: t('refused.when'),
          key: 'when',
          render: (_, { at, by }) => (
            <>
              <When at={at} />
              <div className="quiet">{by}</div>
            </>
          ),
        },
        {
          title: t('refused.asked'),
          key: 'asked',
          render: (_, { what, day, possible }) => (
            <>
              {t(`refused.what.${what}`, { day })}
              <div className="quiet">{t(`refused.possible.${possible}`)}</div>
            </>
          ),
        },
        {
          title: t('refused.excluded'),
          key: 'excluded',
          render: (_, { excluded }) => <Excluded people={excluded} />,
        },
        {
          title: t('refused.because'),
          dataIndex: 'code',
          render: (code: string) => t(`refused.${kindOf(code)}`),
        },
      ]}
    />
  );
}

/** An agency may name hundreds. */
const LIST_HEIGHT = 160;

function Excluded({ people }: { people: RefusedRequestView['excluded'] }) {
  const { t } = useTranslation('supervisor');
  if (people.length === 0) return <span className="quiet">{t('refused.nobody')}</span>;
  return (
    <ul style={{ margin: 0, paddingLeft: 16, maxHeight: LIST_HEIGHT, overflowY: 'auto' }}>
      {people.map(({ expert, reason }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what was asked does not change, and may name one twice
        <li key={place}>
          {expert}：{reason}
        </li>
      ))}
    </ul>
  );
}

/** Any other code says with numbers which requirements the pool could not meet. */
function kindOf(code: string): 'not-formed' | 'unknown' | 'short' {
  if (code === 'PANEL_NOT_FORMED') return 'not-formed';
  return code === 'EXPERT_UNKNOWN' ? 'unknown' : 'short';
}
