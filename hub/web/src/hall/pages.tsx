import {
  AlertOutlined,
  AppstoreOutlined,
  DesktopOutlined,
  IdcardOutlined,
  PartitionOutlined,
  PhoneOutlined,
} from '@ant-design/icons';
import type { PageEntry } from '../shell/pages.tsx';
import { siteKeysPage } from '../site-keys/pages.tsx';
import { AlertsPage } from './alerts-page.tsx';
import { AnswersPage } from './answers-page.tsx';
import { DeskPage } from './desk-page.tsx';
import { DrawsPage } from './draws-page.tsx';
import { ReadinessPage } from './readiness-page.tsx';
import { SeatsPage } from './seats-page.tsx';

const roles = ['hall'] as const;

/** The hall desk's pages. Each takes the site's part in draws while it is open. */
export const hallPages: PageEntry[] = [
  { path: '/desk', roles, title: 'hall:title.desk', element: <DeskPage />, icon: <IdcardOutlined /> },
  { path: '/seats', roles, title: 'hall:title.seats', element: <SeatsPage />, icon: <AppstoreOutlined /> },
  {
    path: '/readiness',
    roles,
    title: 'hall:title.readiness',
    element: <ReadinessPage />,
    icon: <DesktopOutlined />,
  },
  { path: '/draws', roles, title: 'hall:title.draws', element: <DrawsPage />, icon: <PartitionOutlined /> },
  { path: '/answers', roles, title: 'hall:title.answers', element: <AnswersPage />, icon: <PhoneOutlined /> },
  { path: '/alerts', roles, title: 'hall:title.alerts', element: <AlertsPage />, icon: <AlertOutlined /> },
  siteKeysPage,
];
