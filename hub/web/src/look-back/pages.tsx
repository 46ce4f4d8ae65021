import { RadarChartOutlined } from '@ant-design/icons';
import { lazy } from 'react';
import type { PageEntry } from '../shell/pages.tsx';

/** Fetched by those who open them. */
const DeskPage = lazy(async () => ({ default: (await import('./desk-page.tsx')).DeskPage }));
const PanelPage = lazy(async () => ({ default: (await import('./panel-page.tsx')).PanelPage }));
const ExpertPage = lazy(async () => ({ default: (await import('./expert-page.tsx')).ExpertPage }));

const roles = ['supervisor', 'discipline'] as const;

/** The look-back over all revealed projects, for administrative supervision and the discipline office alone. */
export const lookBackPages: PageEntry[] = [
  {
    path: '/look-back',
    roles,
    title: 'lookback:title.desk',
    element: <DeskPage />,
    icon: <RadarChartOutlined />,
  },
  {
    path: '/look-back/projects/:id',
    roles,
    title: 'lookback:title.panel',
    element: <PanelPage />,
    hidden: true,
  },
  {
    path: '/look-back/experts/:person',
    roles,
    title: 'lookback:title.expert',
    element: <ExpertPage />,
    hidden: true,
  },
];
