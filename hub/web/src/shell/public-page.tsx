import { GlobalOutlined } from '@ant-design/icons';
import { Alert, Button, Card } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Text } from '#shared/catalogue/text.ts';
import { switchLanguage, useSentence } from './i18n.ts';
import './public-page.css';

interface PublicPageProps {
  readonly title: string;
  /** Links to other pages, left of the language. */
  readonly links: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a page for anybody, signed in or not. */
export function PublicPage({ title, links, children }: PublicPageProps) {
  const { t } = useTranslation();
  return (
    <div className="public">
      <header>
        <h1>{title}</h1>
        <p>{t('product.full')}</p>
        <nav>
          {links}
          <Button type="link" icon={<GlobalOutlined />} onClick={switchLanguage} data-testid="language">
            {t('language.switch')}
          </Button>
        </nav>
      </header>
      <Card className="public-card">{children}</Card>
    </div>
  );
}

/** Why what was chosen cannot be looked at. */
export function Refused({ title, why }: { title: string; why: Text }) {
  const sentence = useSentence();
  return (
    <Alert
      type="error"
      showIcon
      title={title}
      description={sentence(why)}
      className="public-gap"
      data-testid="refused"
    />
  );
}
