import { Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LookedProjectView } from '#shared/protocol/look-back.ts';
import { scoreText } from '../projects/numbers.ts';
import { percent } from './words.ts';

/** Whether the result rests on one expert (显失公平 as a question): who would be first without each of them. */
export function RestingCard({ view }: { view: LookedProjectView }) {
  const { t } = useTranslation('lookback');
  const { resting, experts, bidders } = view;
  const nameOf = (id: string | null) =>
    id === null ? t('resting.shared') : (bidders.find((one) => one.id === id)?.name ?? id);
  const aliasOf = (id: string) => experts.find(({ expert }) => expert === id)?.alias ?? id;
  return (
    <Card size="small" title={t('resting.title')}>
      {resting === null ? (
        <span className="quiet">{t('resting.none')}</span>
      ) : (
        <>
          <p className="panel-sentence" data-testid="resting">
            {resting.first === null
              ? t('resting.equal')
              : t('resting.first', { first: nameOf(resting.first), margin: scoreText(resting.margin) })}
            {resting.without.length === 0 && t('resting.nobody')}
            {resting.expert !== null && t('resting.one', { alias: aliasOf(resting.expert) })}
            {resting.expert === null &&
              resting.without.length > 0 &&
              t('resting.several', { count: resting.without.length })}
            {resting.otherwise !== null &&
              t('resting.otherwise', { percent: percent(resting.otherwise), experts: experts.length })}
            {t('resting.care')}
          </p>
          {resting.without.length > 0 && (
            <Table
              size="small"
              rowKey="expert"
              pagination={false}
              dataSource={experts.map((one) => ({
                ...one,
                without: resting.without.find(({ expert }) => expert === one.expert),
              }))}
              columns={[
                {
                  title: t('resting.left-out'),
                  key: 'who',
                  render: (_, { alias, name }) => `${alias} ${name}`,
                },
                {
                  title: t('resting.then'),
                  key: 'then',
                  render: (_, { without }) =>
                    without ? (
                      <span className="flagged">
                        {t('resting.changes', { first: nameOf(without.first) })}
                      </span>
                    ) : (
                      <span className="quiet">{t('resting.same', { first: nameOf(resting.first) })}</span>
                    ),
                },
              ]}
            />
          )}
        </>
      )}
    </Card>
  );
}
