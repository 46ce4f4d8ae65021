import { Card, Descriptions, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Bidder, Item, Project } from '#shared/projects/project.ts';
import { pointsText } from '#shared/scoring/exact.ts';
import { yuanText } from './numbers.ts';
import './projects.css';

/** The project as entered, to be read: rules, items, bidders. */
export function ProjectDocument({ project }: { project: Project }) {
  const { t } = useTranslation('projects');
  return (
    <div className="stack">
      <Rules project={project} />
      <Card size="small" title={t('document.items')}>
        <Table<Item>
          size="small"
          rowKey="id"
          pagination={false}
          dataSource={project.items}
          columns={[
            { title: '', dataIndex: 'id', className: 'nowrap' },
            { title: t('document.section'), dataIndex: 'section', className: 'nowrap', render: section },
            { title: t('document.item'), dataIndex: 'title' },
            {
              title: t('document.max'),
              dataIndex: 'max',
              className: 'number',
              align: 'right' as const,
              render: pointsText,
            },
            {
              title: t('document.step'),
              dataIndex: 'step',
              className: 'number',
              align: 'right' as const,
              render: pointsText,
            },
            { title: t('document.kind'), dataIndex: 'kind', className: 'nowrap', render: kind },
            { title: t('document.guide'), dataIndex: 'guide' },
          ]}
        />
      </Card>
      <Card size="small" title={t('project.bidders')}>
        <Table<Bidder>
          size="small"
          rowKey="id"
          pagination={false}
          dataSource={project.bidders}
          columns={[
            { title: '', dataIndex: 'id', className: 'nowrap' },
            { title: t('document.bidder'), dataIndex: 'name' },
            { title: t('document.party'), dataIndex: 'party', className: 'mono' },
            {
              title: t('document.price'),
              dataIndex: 'price',
              className: 'number',
              align: 'right' as const,
              render: yuanText,
            },
          ]}
        />
      </Card>
    </div>
  );
  function section(value: Item['section']) {
    return t(`section.${value}`);
  }
  function kind(value: Item['kind']) {
    return t(`kind.${value}`);
  }
}

function Rules({ project }: { project: Project }) {
  const { t } = useTranslation('projects');
  const { price, aggregation, panel, lookback } = project;
  const places = (count: number) => t('decimals', { count });
  const of = (key: string, label: string, children: string) => ({ key, label, children });
  return (
    <Card size="small" title={t('document.rules')}>
      <Descriptions
        size="small"
        column={3}
        items={[
          of('regime', t('document.regime'), t(`regime.${project.regime}`)),
          of('tenderer', t('document.tenderer'), project.tenderer ?? '—'),
          of('agency', t('document.agency'), project.agency ?? '—'),
          of('max', t('document.price-max'), t('points', { points: pointsText(price.max) })),
          of(
            'formula',
            t('document.price-formula'),
            `${t(`formula.${price.formula.kind}`)}，${places(price.decimals)}`,
          ),
          of(
            'aggregation',
            t('document.aggregation'),
            `${t(`aggregation.${aggregation.kind}`)}，${places(aggregation.decimals)}`,
          ),
          of(
            'categories',
            t('document.categories'),
            panel.categories.map(({ id, title, count }) => `${title ?? id} ${count}`).join('、'),
          ),
          of(
            'sites',
            t('document.sites'),
            panel.sites.map(({ id, min, max }) => `${id} ${min}–${max}`).join('、'),
          ),
          of(
            'lookback',
            t('document.lookback'),
            t('document.lookback-rule', { basis: t(`basis.${lookback.basis}`), percent: lookback.percent }),
          ),
          of(
            'consequence',
            t('document.consequence'),
            [
              t(`consequence.${lookback.consequence ?? 'explain'}`),
              lookback.minutes === undefined ? '' : t('document.minutes', { minutes: lookback.minutes }),
              lookback.review === 'supervisor' ? t('flag-review.supervisor') : '',
            ]
              .filter((part) => part !== '')
              .join('；'),
          ),
        ]}
      />
    </Card>
  );
}
