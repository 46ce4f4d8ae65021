import type { BehindView } from '#shared/protocol/views.ts';
import type { Routes } from '../gateway/hub.ts';
import { route } from '../gateway/route.ts';

/** Tells whoever is signed in why the hub takes nothing; what is missing, to those who keep its machine. */
export const recoveryRoutes: Routes = (app, { behind }) => {
  route(
    app,
    {
      method: 'GET',
      url: '/api/behind',
      summary: 'Whether the hub lacks what others hold of its ledger; null where it does not',
      access: 'signed-in',
      charge: 'open',
    },
    async ({ session }): Promise<{ behind: BehindView | null }> => {
      const { missing } = behind;
      if (!missing) return { behind: null };
      const { heads, acts, since } = missing;
      const size = Math.max(0, ...heads.map((head) => head.size));
      const told = session.role === 'system-admin' || session.role === 'audit-admin';
      return { behind: { since, size, booths: acts.length, missing: told ? { heads, acts } : null } };
    },
  );
};
