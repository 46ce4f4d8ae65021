import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/500.css';
import '@fontsource/noto-sans-sc/700.css';
import './frame/frame.css';
import './frame/page.css';
import './frame/widgets.css';
import './frame/fields.css';
import './documents/documents.css';
import './review/review.css';
import './marking/marking.css';
import './lookback/lookback.css';
import './talk/talk.css';
import { App as AntApp, ConfigProvider } from 'antd';
import { createRoot } from 'react-dom/client';
import { BoothProvider } from './bridge/booth.tsx';
import { connect } from './bridge/connect.ts';
import { DraftsProvider } from './bridge/drafts.tsx';
import { BoothPage } from './frame/booth-page.tsx';
import { Starting } from './frame/starting.tsx';
import { theme } from './frame/theme.ts';
import { startTexts } from './texts/index.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
await startTexts();
createRoot(root).render(
  <ConfigProvider theme={theme} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
    <AntApp component={false}>
      <BoothProvider bridge={connect()} before={<Starting />}>
        <DraftsProvider>
          <BoothPage />
        </DraftsProvider>
      </BoothProvider>
    </AntApp>
  </ConfigProvider>,
);
