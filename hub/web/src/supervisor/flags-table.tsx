import { ArrowDownOutlined, ArrowRightOutlined, ArrowUpOutlined, WarningFilled } from '@ant-design/icons';
import { Button, Card, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { LookbackFlag, ProjectView } from '#shared/protocol/views.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { useSentence } from '../shell/i18n.ts';
import { When } from '../shell/when.tsx';
import { FlagDialog } from './flag-dialog.tsx';
import { FlagSteps } from './flag-steps.tsx';
import { wordsOf } from './words.ts';

const colours = {
  ...{ open: 'orange', voting: 'purple', explained: 'blue', amended: 'green', closed: 'default' },
} as const;

/** Every flag of the look-back with its loop: what was marked, what the expert was told and has answered. */
export function FlagsTable({ view, flags }: { view: ProjectView; flags: readonly LookbackFlag[] }) {
  const { t } = useTranslation('supervisor');
  const sentence = useSentence();
  const words = wordsOf(view);
  const [deciding, setDeciding] = useState<LookbackFlag | null>(null);
  const stepsOf = ({ id }: LookbackFlag) => (view.flagSteps ?? []).filter(({ flag }) => flag === id);
  return (
    <Card size="small" title={t('flags.title')}>
      <Table<LookbackFlag>
        size="small"
        rowKey="id"
        dataSource={flags}
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        locale={{ emptyText: t('flags.none') }}
        data-testid="flags"
        expandable={{
          expandedRowRender: (flag) => <FlagSteps steps={stepsOf(flag)} />,
          rowExpandable: (flag) => stepsOf(flag).length > 0,
        }}
        columns={[
          { title: t('flags.id'), dataIndex: 'id', className: 'nowrap' },
          {
            title: t('flags.expert'),
            dataIndex: 'alias',
            className: 'nowrap',
            render: (alias: string, { expert }) => (
              <>
                <strong>{alias}</strong>
                <div className="quiet">{words.expert(expert)}</div>
              </>
            ),
          },
          {
            title: t('flags.where'),
            key: 'where',
            render: (_, { bidder, item }) => (
              <>
                {words.bidder(bidder)}
                <div className="quiet">{item === null ? t('flags.sum') : words.item(item)}</div>
              </>
            ),
          },
          {
            title: t('flags.mark'),
            key: 'mark',
            className: 'nowrap',
            render: (_, flag) => <Loop {...flag} />,
          },
          {
            title: t('flags.text'),
            dataIndex: 'text',
            className: 'flag-text',
            render: (text: LookbackFlag['text']) => sentence(text),
          },
          {
            title: t('flags.state'),
            key: 'state',
            className: 'flag-text',
            render: (_, flag) => <Answer flag={flag} decide={() => setDeciding(flag)} view={view} />,
          },
          {
            title: t('flags.ranking'),
            dataIndex: 'rankingWouldChange',
            className: 'nowrap',
            render: (changes: boolean) =>
              changes ? (
                <Tag color="red" icon={<WarningFilled />}>
                  {t('flags.ranking.yes')}
                </Tag>
              ) : (
                t('flags.ranking.no')
              ),
          },
        ]}
      />
      {deciding && <FlagDialog project={view.project.id} flag={deciding} onClose={() => setDeciding(null)} />}
    </Card>
  );
}

/** Where the flag stands, what was said and voted, and what a supervisor may do about it. */
function Answer({ flag, decide, view }: { flag: LookbackFlag; decide: () => void; view: ProjectView }) {
  const { t } = useTranslation('supervisor');
  const { state, explanation, closed, dueAt, votes, sentBack } = flag;
  const { stage, project } = view;
  const reviewed = stage === 'lookback' && project.lookback.review === 'supervisor';
  const decidable = reviewed && state === 'explained' && closed === null;
  return (
    <>
      <Tag color={closed === 'referred' || closed === 'expired' ? 'red' : colours[state]}>
        {t(closed === null ? `flags.state.${state}` : `flags.end.${closed}`)}
      </Tag>
      {dueAt !== null && (
        <span className="quiet">
          {t('flags.due')} <When at={dueAt} style="minute" zone={false} />
        </span>
      )}
      {sentBack !== null && <div>{t('flags.sent-back', { reason: sentBack })}</div>}
      {votes && <div>{t('flags.votes', votes)}</div>}
      {explanation !== null && <div className="flag-explanation">{explanation}</div>}
      {decidable && (
        <Button size="small" onClick={decide} data-testid={`decide-${flag.id}`}>
          {t('flags.act')}
        </Button>
      )}
    </>
  );
}

/** The mark as first signed, its direction, and as amended. */
function Loop({ before, after, direction }: LookbackFlag) {
  const { t } = useTranslation('supervisor');
  return (
    <>
      <Tag color="orange" icon={direction === 'high' ? <ArrowUpOutlined /> : <ArrowDownOutlined />}>
        {t(`flags.direction.${direction}`)}
      </Tag>
      <div>
        {after === null ? (
          pointsText(before)
        ) : (
          <>
            <del className="quiet">{pointsText(before)}</del> <ArrowRightOutlined />{' '}
            <strong>{pointsText(after)}</strong>
          </>
        )}
      </div>
    </>
  );
}
