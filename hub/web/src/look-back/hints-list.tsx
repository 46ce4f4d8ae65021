import { keepPreviousData } from '@tanstack/react-query';
import { Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { HintPage, HintRow } from '#shared/protocol/look-back.ts';
import { useView } from '../shell/api.ts';
import { ViewFrame } from '../shell/view-frame.tsx';
import { When } from '../shell/when.tsx';
import { useSiteNames } from '../supervisor/use-venues.ts';
import { ExportButton } from './export-button.tsx';
import { SoughtChoice, SoughtPeriod, SoughtText } from './filters.tsx';
import { pageAddress, paging, type Sought, useSought } from './use-sought.ts';
import { onceIn, percent } from './words.ts';

const keys = ['project', 'expert', 'party', 'kind', 'state', 'site', 'from', 'until'] as const;
type Key = (typeof keys)[number];
const kinds = ['percent', 'abnormal', 'alike', 'resting'] as const;
const states = ['open', 'answered', 'unasked'] as const;
const colours = { percent: 'orange', abnormal: 'orange', alike: 'purple', resting: 'blue' } as const;
/** Read again after so many milliseconds: after a start the hub reads sealed projects one by one. */
const AGAIN = 15_000;

/** What is unusual in single projects. */
export function HintsList() {
  const sought = useSought(keys);
  const query = useView<HintPage>(pageAddress(sought, '/api/look-back/hints'), [], {
    placeholder: keepPreviousData,
    every: AGAIN,
  });
  return (
    <div className="stack">
      <Filters sought={sought} sites={query.data?.sites ?? []} />
      <ViewFrame query={query}>{(page) => <Hints page={page} sought={sought} />}</ViewFrame>
    </div>
  );
}

function Filters({ sought, sites }: { sought: Sought<Key>; sites: readonly string[] }) {
  const { t } = useTranslation('lookback');
  const siteName = useSiteNames();
  return (
    <search className="sought">
      <SoughtText sought={sought} name="project" label={t('sought.project')} />
      <SoughtText sought={sought} name="expert" label={t('sought.expert')} />
      <SoughtText sought={sought} name="party" label={t('sought.party')} />
      <SoughtChoice
        sought={sought}
        name="kind"
        label={t('sought.kind')}
        options={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
      />
      <SoughtChoice
        sought={sought}
        name="state"
        label={t('sought.state')}
        options={states.map((state) => ({ value: state, label: t(`state.${state}`) }))}
      />
      <SoughtChoice
        sought={sought}
        name="site"
        label={t('sought.site')}
        options={sites.map((site) => ({ value: site, label: siteName(site) }))}
      />
      <SoughtPeriod sought={sought} />
      <ExportButton what="hints" sought={sought} />
    </search>
  );
}

function Hints({ page, sought }: { page: HintPage; sought: Sought<Key> }) {
  const { t } = useTranslation('lookback');
  const { total, projects, sealed, pending, rows } = page;
  return (
    <>
      <p className="quiet sought-count" aria-live="polite">
        {t('hints.count', { total, projects, sealed })}{' '}
        {pending > 0 && t('hints.pending', { count: pending })}
      </p>
      <Table<HintRow>
        size="small"
        rowKey={({ project, kind, flag, expert }) => `${project} ${kind} ${flag ?? expert}`}
        dataSource={rows}
        pagination={paging(sought, total)}
        locale={{ emptyText: t('hints.none') }}
        data-testid="hints"
        columns={[
          {
            title: t('hint.project'),
            key: 'project',
            render: (_, row) => (
              <>
                <Link to={panelAddress(row)}>{row.title}</Link>
                <div className="quiet">
                  {row.project} · <When at={row.at} style="date" />
                  {!row.sealed && ` · ${t('hint.unsealed')}`}
                </div>
              </>
            ),
          },
          {
            title: t('hint.kind'),
            key: 'kind',
            render: (_, { kind }) => <Tag color={colours[kind]}>{t(`kind.${kind}`)}</Tag>,
          },
          {
            title: t('hint.expert'),
            key: 'expert',
            className: 'nowrap',
            render: (_, { person, name }) => (
              <Link to={`/look-back/experts/${encodeURIComponent(person)}`}>{name}</Link>
            ),
          },
          { title: t('hint.what'), key: 'what', render: (_, row) => <What row={row} /> },
          { title: t('hint.state'), key: 'state', render: (_, row) => <State row={row} /> },
        ]}
      />
    </>
  );
}

function panelAddress({ project, flag, expert, kind }: HintRow): string {
  const asked = new URLSearchParams({ expert, ...(flag === null ? { kind } : { flag }) });
  return `/look-back/projects/${encodeURIComponent(project)}?${asked}`;
}

/** The hint as a sentence. */
function What({ row }: { row: HintRow }) {
  const { t } = useTranslation('lookback');
  const { kind, bidderName, item, direction, share, rankingWouldChange } = row;
  if (kind === 'resting') {
    const bidder = bidderName ?? t('hint.nobody');
    return (
      <>
        {t('hint.resting', { bidder })}
        {share !== null && t('hint.resting.otherwise', { percent: percent(share) })}
      </>
    );
  }
  if (kind === 'alike') {
    const { times, over } = onceIn(share ?? 1);
    return <>{t(over ? 'hint.alike.over' : 'hint.alike', { times })}</>;
  }
  const where = `${bidderName ?? ''} · ${item ?? t('hint.sum')}`;
  return (
    <>
      <span className="flagged nowrap">
        {direction === 'high' ? '▲' : '▼'} {t(direction === 'high' ? 'direction.high' : 'direction.low')}
      </span>{' '}
      {where} <span className="quiet">{t(rankingWouldChange ? 'hint.rank.yes' : 'hint.rank.no')}</span>
    </>
  );
}

function State({ row: { state, flag } }: { row: HintRow }) {
  const { t } = useTranslation('lookback');
  return (
    <>
      <span className="nowrap">{t(`state.${state}`)}</span>
      {flag !== null && <div className="quiet">{flag}</div>}
    </>
  );
}
