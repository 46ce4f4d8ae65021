/** The table of pages: which there are, and who may open them. Each room is fetched when one of its roles signs in. */
import type { ReactNode } from 'react';
import type { Role } from '#shared/protocol/requests.ts';
import type { TextKey } from './i18n.ts';

export interface PageEntry {
  /** As react-router writes it, e.g. `/projects/:id`. */
  readonly path: string;
  readonly roles: readonly Role[];
  readonly title: TextKey;
  readonly element: ReactNode;
  /** Left of the title in the menu. */
  readonly icon?: ReactNode;
  /** Reached from another page, so not in the menu. */
  readonly hidden?: boolean;
}

const hall = async () => (await import('../hall/pages.tsx')).hallPages;
const agency = async () => (await import('../agency/pages.tsx')).agencyPages;
const supervisor = async () => (await import('../supervisor/pages.tsx')).supervisorPages;
const administration = async () => (await import('../administration/pages.tsx')).administrationPages;

const roomOf: Readonly<Record<Role, () => Promise<readonly PageEntry[]>>> = {
  hall,
  agency,
  supervisor,
  discipline: supervisor,
  'system-admin': administration,
  'security-admin': administration,
  'audit-admin': administration,
};

/** The pages of one role, in the order of its menu; the first is where it starts. */
export async function pagesOf(role: Role): Promise<readonly PageEntry[]> {
  return (await roomOf[role]()).filter((page) => page.roles.includes(role));
}
