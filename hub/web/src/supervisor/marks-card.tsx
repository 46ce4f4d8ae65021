import { EyeOutlined } from '@ant-design/icons';
import { Button, Card, Space, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BidderResult } from '#shared/protocol/evaluation.ts';
import type { LookbackFlag, MarksView, ProjectView } from '#shared/protocol/views.ts';
import { useSend } from '../shell/api.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { When } from '../shell/when.tsx';
import { MarksMatrix } from './marks-matrix.tsx';
import { VerdictsTable } from './verdicts-table.tsx';

interface MarksCardProps {
  readonly view: ProjectView;
  readonly result: readonly BidderResult[];
  readonly flags: readonly LookbackFlag[];
}

/**
 * Every mark of every sheet. It is fetched only when it is asked for, and not again by itself: the hub records
 * each reading.
 */
export function MarksCard({ view, result, flags }: MarksCardProps) {
  const { t } = useTranslation('supervisor');
  const { busy, refused, submit } = useSend();
  const [read, setRead] = useState<{ marks: MarksView; at: string } | null>(null);
  const { project } = view;
  const readMarks = async () => {
    const done = await submit<MarksView>('GET', `/api/projects/${encodeURIComponent(project.id)}/marks`);
    if (done) setRead({ marks: done.answer, at: new Date().toISOString() });
  };
  return (
    <Card
      size="small"
      title={t('marks.title')}
      extra={
        <Space>
          <span className="quiet">
            {read ? (
              <>
                {t('marks.read-at')} <When at={read.at} style="time" zone={false} />
              </>
            ) : (
              t('marks.recorded')
            )}
          </span>
          <Button
            size="small"
            icon={<EyeOutlined />}
            loading={busy}
            onClick={() => void readMarks()}
            data-testid="read-marks"
          >
            {t(read ? 'marks.read-again' : 'marks.read')}
          </Button>
        </Space>
      }
    >
      <RefusalNotice refused={refused} />
      {read && (
        <Tabs
          size="small"
          items={[
            ...result.map(({ id, name }) => ({
              key: id,
              label: name,
              children: (
                <MarksMatrix
                  view={view}
                  bidder={id}
                  experts={read.marks.experts}
                  scores={result.find((entry) => entry.id === id)?.items ?? {}}
                  flags={flags.filter((flag) => flag.bidder === id)}
                />
              ),
            })),
            {
              key: '/verdicts',
              label: t('verdicts.title'),
              children: <VerdictsTable view={view} verdicts={read.marks.verdicts} />,
            },
          ]}
        />
      )}
    </Card>
  );
}
