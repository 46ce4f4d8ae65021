import { FileTextOutlined } from '@ant-design/icons';
import type { PageEntry } from '../shell/pages.tsx';
import { NewProjectPage } from './new-project-page.tsx';
import { ProjectPage } from './project-page.tsx';
import { ProjectsPage } from './projects-page.tsx';

const roles = ['agency'] as const;

/** The agency's pages: its projects, and one project from its entry to the sealed report. */
export const agencyPages: PageEntry[] = [
  {
    path: '/projects',
    roles,
    title: 'agency:title.projects',
    element: <ProjectsPage />,
    icon: <FileTextOutlined />,
  },
  { path: '/projects/new', roles, title: 'agency:title.new', element: <NewProjectPage />, hidden: true },
  { path: '/projects/:id', roles, title: 'agency:title.project', element: <ProjectPage />, hidden: true },
];
