import { KeyOutlined } from '@ant-design/icons';
import type { PageEntry } from '../shell/pages.tsx';
import { SiteKeysPage } from './site-keys-page.tsx';

/** The page of signing keys, for the menus of desks, supervisors and administrators. */
export const siteKeysPage: PageEntry = {
  path: '/site-keys',
  roles: ['hall', 'security-admin', 'audit-admin', 'supervisor', 'discipline'],
  title: 'keys:title.keys',
  element: <SiteKeysPage />,
  icon: <KeyOutlined />,
};
