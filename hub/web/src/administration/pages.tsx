import {
  BankOutlined,
  FileProtectOutlined,
  OrderedListOutlined,
  SolutionOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import { BatchesPage } from '../batches/batches-page.tsx';
import type { PageEntry } from '../shell/pages.tsx';
import { siteKeysPage } from '../site-keys/pages.tsx';
import { ExpertsPage } from './experts/experts-page.tsx';
import { RecordPage } from './record-page.tsx';
import { UsersPage } from './users-page.tsx';
import { VenuesPage } from './venues-page.tsx';
import './administration.css';

/** Pages of the three administrators (三员). None of them shows a mark. */
export const administrationPages: PageEntry[] = [
  {
    path: '/record',
    roles: ['audit-admin'],
    title: 'admin:title.record',
    element: <RecordPage />,
    icon: <FileProtectOutlined />,
  },
  {
    path: '/venues',
    roles: ['system-admin', 'audit-admin'],
    title: 'admin:title.venues',
    element: <VenuesPage />,
    icon: <BankOutlined />,
  },
  {
    path: '/experts',
    roles: ['system-admin'],
    title: 'admin:title.experts',
    element: <ExpertsPage />,
    icon: <SolutionOutlined />,
  },
  {
    path: '/batches',
    roles: ['system-admin'],
    title: 'batches:title.batches',
    element: <BatchesPage />,
    icon: <OrderedListOutlined />,
  },
  {
    path: '/users',
    roles: ['security-admin', 'audit-admin'],
    title: 'admin:title.users',
    element: <UsersPage />,
    icon: <TeamOutlined />,
  },
  siteKeysPage,
];
