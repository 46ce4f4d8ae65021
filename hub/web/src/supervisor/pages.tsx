import {
  AlertOutlined,
  BankOutlined,
  BarChartOutlined,
  FileSearchOutlined,
  OrderedListOutlined,
  PartitionOutlined,
} from '@ant-design/icons';
import { BatchesPage } from '../batches/batches-page.tsx';
import { FairnessPage } from '../batches/fairness-page.tsx';
import { DrawsPage } from '../draws/draws-page.tsx';
import { WatchPage } from '../draws/watch-page.tsx';
import { lookBackPages } from '../look-back/pages.tsx';
import type { PageEntry } from '../shell/pages.tsx';
import { siteKeysPage } from '../site-keys/pages.tsx';
import { AlertsPage } from './alerts-page.tsx';
import { ProjectPage } from './project-page.tsx';
import { ProjectsPage } from './projects-page.tsx';
import { VenuesPage } from './venues-page.tsx';

const roles = ['supervisor', 'discipline'] as const;

/** The pages of administrative supervision and of the discipline office: they see all, and decide on alerts. */
export const supervisorPages: PageEntry[] = [
  {
    path: '/projects',
    roles,
    title: 'supervisor:title.projects',
    element: <ProjectsPage />,
    icon: <FileSearchOutlined />,
  },
  {
    path: '/alerts',
    roles,
    title: 'supervisor:title.alerts',
    element: <AlertsPage />,
    icon: <AlertOutlined />,
  },
  ...lookBackPages,
  { path: '/draws', roles, title: 'draws:title.draws', element: <DrawsPage />, icon: <PartitionOutlined /> },
  { path: '/draws/:id', roles, title: 'draws:title.watch', element: <WatchPage />, hidden: true },
  {
    path: '/venues',
    roles,
    title: 'supervisor:title.venues',
    element: <VenuesPage />,
    icon: <BankOutlined />,
  },
  {
    path: '/batches',
    roles,
    title: 'batches:title.batches',
    element: <BatchesPage />,
    icon: <OrderedListOutlined />,
  },
  {
    path: '/fairness',
    roles,
    title: 'batches:title.fairness',
    element: <FairnessPage />,
    icon: <BarChartOutlined />,
  },
  siteKeysPage,
  { path: '/projects/:id', roles, title: 'supervisor:title.project', element: <ProjectPage />, hidden: true },
];
