import { ArrowLeftOutlined } from '@ant-design/icons';
import { Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { blankProject } from './document/blank-project.ts';
import { Editor } from './document/editor.tsx';
import { useForgetDraftsOnSignOut } from './document/kept-document.ts';

/** A project is entered: filled in, or read from JSON. */
export function NewProjectPage() {
  useForgetDraftsOnSignOut();
  const { t } = useTranslation(['agency', 'projects']);
  const navigate = useNavigate();
  const [blank] = useState(blankProject);
  return (
    <>
      <div className="project-head-line">
        <Link to="/projects" className="project-back">
          <ArrowLeftOutlined /> {t('projects:project.back')}
        </Link>
        <Typography.Title level={4} style={{ margin: 0 }}>
          {t('title.new')}
        </Typography.Title>
      </div>
      <Editor id={null} held={blank} onSaved={(id) => navigate(`/projects/${id}`)} />
    </>
  );
}
