import type { PageEntry } from '../shell/pages.tsx';

export const supervisorPages: PageEntry[] = [];
