import { useQuery } from '@tanstack/react-query';
import type { SiteKeyRow } from '#shared/protocol/draws.ts';
import { queries, useView } from '../shell/api.ts';
import { useSession } from '../shell/session.ts';
import { heldKey, type SigningKey } from './signing-key.ts';

/**
 * Whether this workstation can countersign: `none` where it has no key, `unregistered` where the hub does not know it
 * (yet), `revoked`; `unknown` while that is being read.
 */
export type KeyStanding = 'unknown' | 'none' | 'unregistered' | 'revoked' | 'ready';

const queryKey = (site: string) => ['signing-key', site];

/** This workstation's key for the site of whoever is signed in, and what the hub knows of it. */
export function useSigningKey(): { own: SigningKey | null; standing: KeyStanding } {
  const site = useSession().session?.site ?? '';
  const held = useQuery({
    queryKey: queryKey(site),
    queryFn: () => heldKey(site),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const { data: rows } = useView<SiteKeyRow[]>('/api/site-keys', ['draws']);
  const own = held.data ?? null;
  return { own, standing: held.isSuccess && rows ? standingOf(own, rows) : 'unknown' };
}

/** Has pages know of a key that was just made. */
export function noteKey(own: SigningKey): void {
  queries.setQueryData(queryKey(own.site), own);
}

function standingOf(own: SigningKey | null, rows: readonly SiteKeyRow[]): KeyStanding {
  if (!own) return 'none';
  const row = rows.find(({ key }) => key === own.key);
  if (!row) return 'unregistered';
  return row.revoked ? 'revoked' : 'ready';
}
