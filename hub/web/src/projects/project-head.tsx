import { ArrowLeftOutlined } from '@ant-design/icons';
import { Card, Typography } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ProjectView } from '#shared/protocol/views.ts';
import { When } from '../shell/when.tsx';
import { StageBar, StageTag } from './stages.tsx';
import './projects.css';

/** Title, stage and step bar of one project; `actions` stand to the right. */
export function ProjectHead({ view, actions }: { view: ProjectView; actions?: ReactNode }) {
  const { t } = useTranslation('projects');
  const { project, stage, stageAt } = view;
  return (
    <Card size="small" className="project-head">
      <div className="project-head-line">
        <Link to="/projects" className="project-back">
          <ArrowLeftOutlined /> {t('project.back')}
        </Link>
        <Typography.Title level={4} className="project-title" title={project.title}>
          {project.title}
        </Typography.Title>
        <Typography.Text type="secondary" className="nowrap">
          {project.id}
        </Typography.Text>
        <StageTag stage={stage} />
        <Typography.Text type="secondary" className="nowrap">
          {t('stage.since')}
          <When at={stageAt} style="full" />
        </Typography.Text>
        <div className="project-actions">{actions}</div>
      </div>
      <StageBar stage={stage} />
    </Card>
  );
}
