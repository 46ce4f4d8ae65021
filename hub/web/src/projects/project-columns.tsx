import type { TableColumnsType } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ProjectRow } from '#shared/protocol/views.ts';
import { When } from '../shell/when.tsx';
import { StageTag } from './stages.tsx';

type Columns = TableColumnsType<ProjectRow>;

/** What every list of projects shows of one: which it is and where it stands, and how large it is. */
export function useProjectColumns(): { named: Columns; sized: Columns } {
  const { t } = useTranslation('projects');
  return {
    named: [
      { title: t('project.id'), dataIndex: 'id', className: 'nowrap' },
      {
        title: t('project.title'),
        dataIndex: 'title',
        render: (title: string, { id }) => <Link to={`/projects/${id}`}>{title}</Link>,
      },
      {
        title: t('project.stage'),
        dataIndex: 'stage',
        render: (stage: ProjectRow['stage']) => <StageTag stage={stage} />,
      },
      { title: t('project.since'), dataIndex: 'stageAt', render: (at: string) => <When at={at} /> },
    ],
    sized: [
      {
        title: t('project.bidders'),
        dataIndex: 'bidders',
        className: 'number',
        align: 'right',
        render: (count: number) => t('count.bidders', { count }),
      },
      {
        title: t('project.panel'),
        dataIndex: 'panelSize',
        className: 'number',
        align: 'right',
        render: (count: number) => t('count.people', { count }),
      },
    ],
  };
}
