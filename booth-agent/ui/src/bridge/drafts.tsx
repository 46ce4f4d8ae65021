import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { useBooth } from './booth.tsx';

/**
 * What has been typed and cannot be handed over yet (half a review, a reason). It outlives a change of screen,
 * such as a key pulled out for a moment, and is gone with the expert who typed it.
 */
type Drafts = Readonly<Record<string, unknown>>;

const DraftsContext = createContext<readonly [Drafts, (change: (old: Drafts) => Drafts) => void] | null>(
  null,
);

/** Screens on which nobody is at work: nothing of the one before may be left for the next. */
const empty: readonly string[] = ['unassigned', 'badge', 'left', 'ended'];

export function DraftsProvider({ children }: { children: ReactNode }) {
  const [drafts, setDrafts] = useState<Drafts>({});
  const { screen, session } = useBooth().screen;
  const owner = session && `${session.project.id}/${session.expert}`;
  const [ownedBy, setOwnedBy] = useState(owner);
  const over = empty.includes(screen);
  useEffect(() => {
    if (over || (owner !== null && owner !== ownedBy)) setDrafts({});
    if (owner !== null) setOwnedBy(owner);
  }, [over, owner, ownedBy]);
  return <DraftsContext value={[drafts, setDrafts]}>{children}</DraftsContext>;
}

/** As useState, under a name that is unique among the pages of a session. */
export function useDraft<T>(name: string, initial: T): [T, (next: T | ((old: T) => T)) => void] {
  const context = useContext(DraftsContext);
  if (!context) throw new Error('useDraft outside of DraftsProvider');
  const [drafts, setDrafts] = context;
  const value = (name in drafts ? drafts[name] : initial) as T;
  const set = useCallback(
    (next: T | ((old: T) => T)) =>
      setDrafts((old) => {
        const before = (name in old ? old[name] : initial) as T;
        return { ...old, [name]: next instanceof Function ? next(before) : next };
      }),
    [name, setDrafts, initial],
  );
  return [value, set];
}
