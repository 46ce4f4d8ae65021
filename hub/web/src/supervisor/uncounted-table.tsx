import { Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ProjectView } from '#shared/protocol/views.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { ruleWords, type UncountedMark } from '#shared/scoring/uncounted.ts';
import { useSentence } from '../shell/i18n.ts';
import { wordsOf } from './words.ts';

/** Marks that the tender's own rule leaves out of the totals, with what stands for them; nothing where there is none. */
export function UncountedTable({ view }: { view: ProjectView }) {
  const { t } = useTranslation('supervisor');
  const sentence = useSentence();
  const words = wordsOf(view);
  const marks = view.uncounted ?? [];
  const aliasOf = (expert: string) =>
    view.members.find(({ pseudonym }) => pseudonym === expert)?.alias ?? expert;
  if (marks.length === 0) return null;
  return (
    <Card
      size="small"
      title={t('uncounted.title')}
      extra={<span className="quiet">{t('uncounted.hint')}</span>}
    >
      <Table<UncountedMark>
        size="small"
        rowKey={({ expert, bidder, item }) => `${expert} ${bidder} ${item}`}
        dataSource={marks}
        pagination={{ pageSize: 10, hideOnSinglePage: true }}
        data-testid="uncounted"
        columns={[
          { title: t('flags.expert'), key: 'expert', render: (_, { expert }) => aliasOf(expert) },
          {
            title: t('flags.where'),
            key: 'where',
            render: (_, { bidder, item }) => `${words.bidder(bidder)} · ${words.item(item)}`,
          },
          { title: t('uncounted.mark'), key: 'mark', render: (_, { mark }) => pointsText(mark) },
          { title: t('uncounted.instead'), key: 'instead', render: (_, { instead }) => pointsText(instead) },
          {
            title: t('uncounted.rule'),
            key: 'rule',
            render: (_, { rule }) => (
              <>
                {sentence(ruleWords(rule))} <span className="quiet">{rule}</span>
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}
