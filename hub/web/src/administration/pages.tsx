import type { PageEntry } from '../shell/pages.tsx';

export const administrationPages: PageEntry[] = [];
