import '@fontsource/noto-sans-sc/400.css';
import '@fontsource/noto-sans-sc/500.css';
import '@fontsource/noto-sans-sc/700.css';
import './shell/page.css';
import { createRoot } from 'react-dom/client';
import { App } from './shell/app.tsx';
import { startTexts } from './shell/i18n.ts';

startTexts();
const place = document.getElementById('root');
if (!place) throw new Error('the page has no place for the application');
createRoot(place).render(<App />);
