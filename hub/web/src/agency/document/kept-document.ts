import { useCallback, useEffect, useState } from 'react';
import { queries } from '../../shell/api.ts';
import { sessionHasExpired } from '../../shell/session.ts';
import { withValueAt } from './place.ts';

const PREFIX = 'kawei.project-draft.';

export interface KeptDocument {
  readonly document: unknown;
  /** It differs from what the hub holds. */
  readonly changed: boolean;
  /** It was taken up again from an earlier sitting in this tab. */
  readonly resumed: boolean;
  put(place: string, value: unknown): void;
  replace(document: unknown): void;
  /** The hub holds it now. */
  saved(): void;
  /** Back to what the hub holds. */
  discard(): void;
}

/**
 * The document being edited. What is not saved stays in this tab's session storage under the user's own name, so
 * that a reload or an ended session loses nothing; it is gone when the tab is closed.
 */
export function useKeptDocument(user: string, name: string, held: unknown): KeptDocument {
  const key = `${PREFIX}${user}.${name}`;
  const [base, setBase] = useState(held);
  const [kept] = useState(() => load(key));
  const [document, replace] = useState(kept ?? held);
  const changed = JSON.stringify(document) !== JSON.stringify(base);
  useEffect(() => {
    if (changed) sessionStorage.setItem(key, JSON.stringify(document));
    else sessionStorage.removeItem(key);
  }, [key, document, changed]);
  return {
    document,
    changed,
    resumed: kept !== null,
    put: useCallback((place, value) => replace((whole: unknown) => withValueAt(whole, place, value)), []),
    replace: useCallback((next) => replace(next), []),
    saved: () => {
      sessionStorage.removeItem(key);
      setBase(document);
    },
    discard: () => replace(base),
  };
}

function load(key: string): unknown {
  const text = sessionStorage.getItem(key);
  return text === null ? null : JSON.parse(text);
}

/** On every page of the agency: when its user signs out, nothing unsaved stays for the next on this machine. */
export function useForgetDraftsOnSignOut(): void {
  useEffect(
    () => () => {
      // A session that ended by itself is another matter: who signs in again finds their work.
      if (queries.getQueryData(['session']) !== null || sessionHasExpired()) return;
      for (const key of Object.keys(sessionStorage)) {
        if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
      }
    },
    [],
  );
}
