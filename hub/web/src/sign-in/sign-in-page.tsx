import { GlobalOutlined, LockOutlined, SafetyCertificateOutlined, UserOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { longestOf } from '#shared/protocol/limits.ts';
import { SignIn } from '#shared/protocol/requests.ts';
import type { SessionView } from '#shared/protocol/views.ts';
import { useSend } from '../shell/api.ts';
import { switchLanguage } from '../shell/i18n.ts';
import { RefusalNotice } from '../shell/refusal-notice.tsx';
import { beginSession, sessionHasExpired } from '../shell/session.ts';
import './sign-in.css';

/** User and password; the hub's own sentence when they are wrong or tried too often. */
export function SignInPage() {
  const { t } = useTranslation(['shell', 'verify']);
  const { busy, refused, submit } = useSend();
  const signIn = async (given: { user: string; password: string }) => {
    const signedIn = await submit<SessionView>('POST', '/api/session', given);
    if (signedIn) beginSession(signedIn.answer);
  };
  return (
    <div className="sign-in">
      <header>
        <h1>{t('product.full')}</h1>
        <p>{t('sign-in.about')}</p>
      </header>
      <Card className="sign-in-card" title={t('sign-in.staff')} extra={<LanguageButton />}>
        {sessionHasExpired() && !refused && (
          <Alert type="info" showIcon title={t('sign-in.expired')} style={{ marginBottom: 16 }} />
        )}
        <RefusalNotice refused={refused} />
        <Form layout="vertical" size="large" onFinish={signIn} requiredMark={false} style={{ marginTop: 12 }}>
          <Form.Item
            name="user"
            label={t('sign-in.user')}
            rules={[{ required: true, message: t('sign-in.user.needed') }]}
          >
            <Input
              autoFocus
              autoComplete="username"
              prefix={<UserOutlined />}
              maxLength={longestOf(SignIn.properties.user)}
            />
          </Form.Item>
          <Form.Item
            name="password"
            label={t('sign-in.password')}
            rules={[{ required: true, message: t('sign-in.password.needed') }]}
          >
            <Input.Password
              autoComplete="current-password"
              prefix={<LockOutlined />}
              maxLength={longestOf(SignIn.properties.password)}
            />
          </Form.Item>
          <Button type="primary" htmlType="submit" block loading={busy}>
            {t('sign-in.submit')}
          </Button>
        </Form>
      </Card>
      <Link to="/verify">
        <SafetyCertificateOutlined /> {t('verify:title')}
      </Link>
    </div>
  );
}

function LanguageButton() {
  const { t } = useTranslation();
  return (
    <Button type="link" icon={<GlobalOutlined />} onClick={switchLanguage} data-testid="language">
      {t('language.switch')}
    </Button>
  );
}
