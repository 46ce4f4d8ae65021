import {
  CheckCircleFilled,
  DisconnectOutlined,
  GlobalOutlined,
  LoadingOutlined,
  LockOutlined,
  LogoutOutlined,
  UserOutlined,
} from '@ant-design/icons';
import { Alert, Layout as AntLayout, Button, Dropdown, Menu, Tag } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import type { SessionView } from '#shared/protocol/views.ts';
import { PasswordDialog } from '../sign-in/password-dialog.tsx';
import { BehindNotice } from './behind-notice.tsx';
import { ChargeMark } from './charge-mark.tsx';
import { switchLanguage, useTextByKey } from './i18n.ts';
import { useLiveLine, useLiveState } from './live.ts';
import type { PageEntry } from './pages.tsx';
import { signOut } from './session.ts';
import { PRIMARY } from './theme.ts';

interface LayoutProps {
  readonly session: SessionView;
  readonly pages: readonly PageEntry[];
  readonly children: ReactNode;
}

/** Head with who is signed in and the live state, menu of one's own pages, and the page. */
export function Layout({ session, pages, children }: LayoutProps) {
  useLiveLine();
  return (
    <AntLayout style={{ minHeight: '100%' }}>
      <Head session={session} pages={pages} />
      <AntLayout.Content style={{ padding: '16px 20px 24px' }}>
        <LostLine />
        <BehindNotice />
        {children}
      </AntLayout.Content>
    </AntLayout>
  );
}

function Head({ session, pages }: { session: SessionView; pages: readonly PageEntry[] }) {
  const { t } = useTranslation();
  return (
    <AntLayout.Header className="kawei-head" style={{ background: PRIMARY }}>
      <strong className="kawei-product">{t('product')}</strong>
      <Tag variant="solid" color="#163d70" className="kawei-role" data-testid="role">
        {t(`role.${session.role}`)}
        {session.site && ` · ${session.site}`}
        <ChargeMark session={session} />
      </Tag>
      <PageMenu pages={pages} />
      <LiveMark />
      <Button
        type="text"
        className="kawei-head-button"
        icon={<GlobalOutlined />}
        onClick={switchLanguage}
        data-testid="language"
      >
        {t('language.switch')}
      </Button>
      <Person session={session} />
    </AntLayout.Header>
  );
}

function PageMenu({ pages }: { pages: readonly PageEntry[] }) {
  const title = useTextByKey();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const shown = pages.filter((page) => !page.hidden);
  const selected = shown.filter((page) => pathname === page.path || pathname.startsWith(`${page.path}/`));
  return (
    <Menu
      mode="horizontal"
      disabledOverflow // every page is seen: what does not fit stands in a second row
      theme="dark"
      className="kawei-menu"
      selectedKeys={selected.map((page) => page.path)}
      onClick={({ key }) => navigate(key)}
      items={shown.map((page) => ({ key: page.path, icon: page.icon, label: title(page.title) }))}
    />
  );
}

const marks = {
  open: <CheckCircleFilled className="live-open" />,
  connecting: <LoadingOutlined />,
  lost: <DisconnectOutlined className="live-lost" />,
} as const;

function LiveMark() {
  const { t } = useTranslation();
  const state = useLiveState();
  return (
    <span className="kawei-live" data-testid="live" data-state={state}>
      {marks[state]} {t(`live.${state}`)}
    </span>
  );
}

function LostLine() {
  const { t } = useTranslation();
  const state = useLiveState();
  if (state !== 'lost') return null;
  return <Alert banner showIcon type="warning" title={t('live.lost.detail')} style={{ marginBottom: 12 }} />;
}

function Person({ session }: { session: SessionView }) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState(false);
  const items = [
    { key: 'password', icon: <LockOutlined />, label: t('password.title') },
    { key: 'sign-out', icon: <LogoutOutlined />, label: t('sign-out') },
  ];
  const choose = (key: string) => (key === 'password' ? setChanging(true) : void signOut());
  return (
    <>
      <Dropdown menu={{ items, onClick: ({ key }) => choose(key) }} trigger={['click']}>
        <Button type="text" className="kawei-head-button" icon={<UserOutlined />} data-testid="person">
          {session.name}
        </Button>
      </Dropdown>
      {changing && <PasswordDialog onClose={() => setChanging(false)} />}
    </>
  );
}
