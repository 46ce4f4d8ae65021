/** Who is signed in on this browser. */
import { useQuery } from '@tanstack/react-query';
import type { SessionView } from '#shared/protocol/views.ts';
import { queries, type RefusedError, send, whenSessionEnds } from './api.ts';

const KEY = ['session'];
const EXPIRED = ['session-expired'];

whenSessionEnds(() => {
  if (queries.getQueryData<SessionView | null>(KEY)) queries.setQueryData(EXPIRED, true);
  endSession();
});

export interface SessionQuery {
  readonly session: SessionView | null | undefined;
  readonly refused: RefusedError | null;
  retry(): void;
}

/** The session: undefined while it is being asked for, null when nobody is signed in. */
export function useSession(): SessionQuery {
  const query = useQuery<SessionView | null, RefusedError>({
    queryKey: KEY,
    queryFn: async () => {
      const { session } = await send<{ session: SessionView | null }>('GET', '/api/session');
      forgetOthersCharge(session);
      return session;
    },
    staleTime: 60_000,
  });
  return { session: query.data, refused: query.error, retry: () => void query.refetch() };
}

/** Whether the last session ended by itself, so that sign-in can say why it is shown. */
export function sessionHasExpired(): boolean {
  return queries.getQueryData<boolean>(EXPIRED) ?? false;
}

/** What was read under another charge is not shown any more. */
function forgetOthersCharge(session: SessionView | null): void {
  const before = queries.getQueryData<SessionView | null>(KEY);
  if (!session || !before || String(session.charge) === String(before.charge)) return;
  queries.removeQueries({ queryKey: ['view'] });
}

export function beginSession(session: SessionView): void {
  queries.setQueryData(EXPIRED, false);
  queries.setQueryData(KEY, session);
}

export async function signOut(): Promise<void> {
  await send('DELETE', '/api/session');
  endSession();
}

/** Nobody is signed in any more: nothing that one person has read stays for the next on this machine. */
export function endSession(): void {
  queries.removeQueries({ queryKey: ['view'] });
  queries.setQueryData(KEY, null);
}
