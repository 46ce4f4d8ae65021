import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { pointsText } from '#shared/scoring/exact.ts';
import { newBidder, newCategory, newItem, newSite } from './blank-project.ts';
import { points, whole, yuan } from './codecs.ts';
import { type EntryColumn, EntryTable } from './entry-table.tsx';
import { ChoiceField, NumberField, TextField } from './fields.tsx';
import { listAt, valueAt } from './place.ts';

/** The items that experts mark. */
export function ItemsCard({ document }: { document: unknown }) {
  const { t } = useTranslation(['agency', 'projects']);
  const columns = useMemo((): EntryColumn[] => {
    const sections = (['technical', 'commercial'] as const).map((value) => ({
      value,
      label: t(`projects:section.${value}`),
    }));
    const kinds = (['subjective', 'objective'] as const).map((value) => ({
      value,
      label: t(`projects:kind.${value}`),
    }));
    return [
      { field: 'id', title: t('form.id'), width: '7%', render: (field) => <TextField {...field} /> },
      {
        field: 'section',
        title: t('projects:document.section'),
        width: '14%',
        render: (field) => <ChoiceField {...field} options={sections} />,
      },
      {
        field: 'title',
        title: t('projects:document.item'),
        width: '20%',
        render: (field) => <TextField {...field} multiline />,
      },
      {
        field: 'max',
        title: t('projects:document.max'),
        width: '7%',
        render: (field) => <NumberField {...field} codec={points} />,
      },
      {
        field: 'step',
        title: t('projects:document.step'),
        width: '7%',
        render: (field) => <NumberField {...field} codec={points} />,
      },
      {
        field: 'kind',
        title: t('projects:document.kind'),
        width: '13%',
        render: (field) => <ChoiceField {...field} options={kinds} />,
      },
      {
        field: 'guide',
        title: t('projects:document.guide'),
        width: '32%',
        render: (field) => <TextField {...field} optional multiline />,
      },
    ];
  }, [t]);
  const entries = listAt(document, 'items');
  return (
    <EntryTable
      title={t('projects:document.items')}
      place="items"
      entries={entries}
      columns={columns}
      create={newItem}
      extra={<span className="quiet">{t('form.sum', { points: pointsText(sumOfMax(document)) })}</span>}
    />
  );
}

/** All points there are to get, price included: what people expect to be 100. */
function sumOfMax(document: unknown): number {
  const number = (value: unknown) => (Number.isSafeInteger(value) ? Number(value) : 0);
  return listAt(document, 'items')
    .map((item) => number(valueAt(item, 'max')))
    .reduce((sum, max) => sum + max, number(valueAt(document, 'price.max')));
}

/** The bidders with their prices. */
export function BiddersCard({ document }: { document: unknown }) {
  const { t } = useTranslation(['agency', 'projects']);
  const columns = useMemo(
    (): EntryColumn[] => [
      { field: 'id', title: t('form.id'), width: '8%', render: (field) => <TextField {...field} /> },
      {
        field: 'name',
        title: t('projects:document.bidder'),
        width: '42%',
        render: (field) => <TextField {...field} />,
      },
      {
        field: 'party',
        title: t('projects:document.party'),
        width: '27%',
        render: (field) => <TextField {...field} />,
      },
      {
        field: 'price',
        title: t('projects:document.price'),
        width: '23%',
        render: (field) => <NumberField {...field} codec={yuan} />,
      },
    ],
    [t],
  );
  return (
    <EntryTable
      title={t('projects:project.bidders')}
      place="bidders"
      entries={listAt(document, 'bidders')}
      columns={columns}
      create={newBidder}
    />
  );
}

/** Which experts the panel needs. */
export function CategoriesCard({ document }: { document: unknown }) {
  const { t } = useTranslation(['agency', 'projects']);
  const columns = useMemo(
    (): EntryColumn[] => [
      {
        field: 'id',
        title: t('form.category-id'),
        width: '30%',
        render: (field) => <TextField {...field} />,
      },
      {
        field: 'title',
        title: t('form.category-title'),
        width: '48%',
        render: (field) => <TextField {...field} optional />,
      },
      {
        field: 'count',
        title: t('form.count'),
        width: '22%',
        render: (field) => <NumberField {...field} codec={whole} />,
      },
    ],
    [t],
  );
  return (
    <EntryTable
      title={t('projects:document.categories')}
      place="panel.categories"
      entries={listAt(document, 'panel.categories')}
      columns={columns}
      create={newCategory}
    />
  );
}

/** How many of the panel sit at each site; these sites hold the draw together. */
export function SitesCard({ document }: { document: unknown }) {
  const { t } = useTranslation(['agency', 'projects']);
  const columns = useMemo(
    (): EntryColumn[] => [
      { field: 'id', title: t('form.site-id'), width: '44%', render: (field) => <TextField {...field} /> },
      {
        field: 'min',
        title: t('form.min'),
        width: '28%',
        render: (field) => <NumberField {...field} codec={whole} />,
      },
      {
        field: 'max',
        title: t('form.max'),
        width: '28%',
        render: (field) => <NumberField {...field} codec={whole} />,
      },
    ],
    [t],
  );
  return (
    <EntryTable
      title={t('projects:document.sites')}
      place="panel.sites"
      entries={listAt(document, 'panel.sites')}
      columns={columns}
      create={newSite}
    />
  );
}
