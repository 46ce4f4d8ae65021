import { Card, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LookedProjectView } from '#shared/protocol/look-back.ts';
import { onceIn } from './words.ts';

/** As the hub lists them. */
const SELDOM = 0.01;

/** Experts who mark all items alike: whether an expert tells the items apart as the others do. */
export function AlikeCard({ view: { alike, experts } }: { view: LookedProjectView }) {
  const { t } = useTranslation('lookback');
  const rows = experts.flatMap((one) => {
    const own = alike.find(({ expert }) => expert === one.expert);
    return own ? [{ ...one, ...own }] : [];
  });
  return (
    <Card size="small" title={t('alike.title')}>
      <p className="panel-sentence">{t(rows.length === 0 ? 'alike.none' : 'alike.read')}</p>
      {rows.length > 0 && (
        <Table
          size="small"
          rowKey="expert"
          pagination={false}
          dataSource={rows}
          data-testid="alike"
          columns={[
            {
              title: t('hint.expert'),
              key: 'who',
              width: 200,
              render: (_, { alias, name }) => `${alias} ${name}`,
            },
            {
              title: t('alike.ratio'),
              key: 'ratio',
              width: 420,
              render: (_, { ratio }) => (
                <div className="bar-row">
                  <div className="bar" aria-hidden>
                    <div className="bar-part" style={{ width: `${Math.min(100, ratio * 50)}%` }} />
                  </div>
                  {Math.round(ratio * 100)}%
                </div>
              ),
            },
            {
              title: t('alike.share'),
              key: 'share',
              render: (_, { share }) =>
                share < SELDOM ? (
                  <span className="flagged">{t('alike.seldom', { times: onceIn(share).times })}</span>
                ) : (
                  <span className="quiet">{t('alike.usual')}</span>
                ),
            },
          ]}
        />
      )}
    </Card>
  );
}
