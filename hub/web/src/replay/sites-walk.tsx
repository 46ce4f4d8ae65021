import { Table } from 'antd';
import { useTranslation } from 'react-i18next';
import type { SitesInput } from '#shared/draw/input.ts';
import { type SitesResult, sitesInTicketOrder, sitesWords } from '#shared/draw/sites.ts';
import { useSentence } from '../shell/i18n.ts';

interface SitesWalkProps {
  readonly input: SitesInput;
  readonly seed: string;
  readonly result: SitesResult;
  /** The name of a site; by default its id. */
  readonly siteName?: (site: string) => string;
}

/** Every candidate site in the drawn order: the first is the main site, the next are side sites. */
export function SitesWalk({ input, seed, result, siteName = (site) => site }: SitesWalkProps) {
  const { t } = useTranslation('replay');
  const sentence = useSentence();
  const rows = sitesInTicketOrder(input, seed).map((site, index) => ({
    ...site,
    order: index + 1,
    drawn: result.sites[index] ?? null,
  }));
  return (
    <>
      <p>{t('sites.about')}</p>
      <Table
        size="small"
        rowKey="id"
        pagination={false}
        dataSource={rows}
        data-testid="sites-walk"
        columns={[
          { title: t('order'), dataIndex: 'order', className: 'nowrap' },
          { title: t('site'), dataIndex: 'id', render: siteName },
          {
            title: t('ticket'),
            dataIndex: 'ticket',
            render: (ticket: string) => <code>{ticket.slice(0, 12)}</code>,
          },
          {
            title: t('outcome'),
            dataIndex: 'drawn',
            render: (drawn: SitesResult['sites'][number] | null) =>
              drawn ? (
                <strong>{t(`sites.${drawn.role}`, { min: drawn.min, max: drawn.max })}</strong>
              ) : (
                t('sites.not')
              ),
          },
        ]}
      />
      <p>{sentence(sitesWords(input, result))}</p>
    </>
  );
}
