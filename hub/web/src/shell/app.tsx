import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { App as AntApp, Button, ConfigProvider, Result, Spin } from 'antd';
import enUS from 'antd/es/locale/en_US.js';
import zhCN from 'antd/es/locale/zh_CN.js';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { BrowserRouter, Link, Navigate, Route, Routes } from 'react-router';
import type { SessionView } from '#shared/protocol/views.ts';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { queries } from './api.ts';
import { useLanguage, useSentence } from './i18n.ts';
import { Layout } from './layout.tsx';
import { pagesOf } from './pages.tsx';
import { useSession } from './session.ts';
import { theme } from './theme.ts';

/** For anybody, signed in or not; fetched by those who open them. */
const VerifyPage = lazy(async () => ({ default: (await import('../verify/verify-page.tsx')).VerifyPage }));
const ReplayPage = lazy(async () => ({ default: (await import('../replay/replay-page.tsx')).ReplayPage }));

/** The whole application: languages, theme, and either sign-in or the pages of who is signed in. */
export function App() {
  const language = useLanguage();
  return (
    <QueryClientProvider client={queries}>
      <ConfigProvider
        locale={language === 'zh' ? zhCN : enUS}
        theme={theme}
        button={{ autoInsertSpace: false }}
      >
        <AntApp style={{ height: '100%' }} message={{ maxCount: 1 }}>
          <BrowserRouter>
            <Suspense fallback={<Waiting />}>
              <Routes>
                <Route path="/verify" element={<VerifyPage />} />
                <Route path="/replay" element={<ReplayPage />} />
                <Route path="*" element={<Entrance />} />
              </Routes>
            </Suspense>
          </BrowserRouter>
        </AntApp>
      </ConfigProvider>
    </QueryClientProvider>
  );
}

function Entrance() {
  const { t } = useTranslation();
  const sentence = useSentence();
  const { session, refused, retry } = useSession();
  if (session) return <Pages key={`${session.user} ${session.charge}`} session={session} />;
  if (session === null) return <SignInPage />;
  if (!refused) return <Waiting />;
  const again = <Button onClick={retry}>{t('retry')}</Button>;
  return (
    <Result
      status="warning"
      title={t('unreachable.title')}
      subTitle={sentence(refused.sentence)}
      extra={again}
    />
  );
}

function Pages({ session }: { session: SessionView }) {
  const { t } = useTranslation();
  const { role } = session;
  const {
    data: pages,
    error,
    refetch,
  } = useQuery({
    queryKey: ['pages', role],
    queryFn: () => pagesOf(role),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
  });
  if (error) {
    const again = <Button onClick={() => void refetch()}>{t('retry')}</Button>;
    return <Result status="warning" title={t('page.failed')} extra={again} />;
  }
  if (!pages) return <Waiting />;
  const first = pages.find((page) => !page.hidden);
  return (
    <Layout session={session} pages={pages}>
      <Routes>
        {first && <Route path="/" element={<Navigate to={first.path} replace />} />}
        {pages.map((page) => (
          <Route key={page.path} path={page.path} element={page.element} />
        ))}
        <Route path="*" element={<NoSuchPage />} />
      </Routes>
    </Layout>
  );
}

function NoSuchPage() {
  const { t } = useTranslation();
  const home = <Link to="/">{t('page.home')}</Link>;
  return <Result status="info" title={t('page.none')} extra={home} />;
}

function Waiting() {
  const { t } = useTranslation();
  return <Spin description={t('loading')} fullscreen />;
}
