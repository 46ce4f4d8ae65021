import { ArrowDownOutlined, ArrowRightOutlined, ArrowUpOutlined, WarningFilled } from '@ant-design/icons';
import { Card, Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LookbackFlag, ProjectView } from '#shared/protocol/views.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { useSentence } from '../shell/i18n.ts';
import { wordsOf } from './words.ts';

const colours = { open: 'orange', explained: 'blue', amended: 'green' } as const;

/** Every flag of the look-back with its loop: what was marked, what the expert was told and has answered. */
export function FlagsTable({ view, flags }: { view: ProjectView; flags: readonly LookbackFlag[] }) {
  const { t } = useTranslation('supervisor');
  const sentence = useSentence();
  const words = wordsOf(view);
  return (
    <Card size="small" title={t('flags.title')}>
      <Table<LookbackFlag>
        size="small"
        rowKey="id"
        dataSource={flags}
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        locale={{ emptyText: t('flags.none') }}
        data-testid="flags"
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
            render: (_, { state, explanation }) => (
              <>
                <Tag color={colours[state]}>{t(`flags.state.${state}`)}</Tag>
                {explanation !== null && <div className="flag-explanation">{explanation}</div>}
              </>
            ),
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
    </Card>
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
