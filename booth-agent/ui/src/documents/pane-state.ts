import { useDraft } from '../bridge/drafts.tsx';

/** Where the document is: nowhere, beside the work, or in its place. */
export type Layout = 'closed' | 'beside' | 'alone';

/** The part of the window that a document beside the work takes, and the width below which it is not read. */
const SHARE = 0.44;
const NARROWEST = 560;

/** Pixels the document takes of a window of this width. */
export function paneWidth(layout: Layout, whole: number): number {
  return layout === 'beside' ? Math.max(NARROWEST, Math.floor(whole * SHARE)) : 0;
}

/** Which document is open, and at what page and size each was left; gone with the session, as every draft is. */
export function usePane() {
  const [layout, setLayout] = useDraft<Layout>('documents/layout', 'closed');
  return { layout, setLayout };
}

/** Where one was in a document. */
export interface Leaf {
  readonly page: number;
  /** Times the width of the pane. */
  readonly zoom: number;
}

const first: Leaf = { page: 1, zoom: 1 };

export function useLeaf(digest: string): [Leaf, (next: Partial<Leaf>) => void] {
  const [leaf, setLeaf] = useDraft<Leaf>(`documents/leaf/${digest}`, first);
  return [leaf, (next) => setLeaf((old) => ({ ...old, ...next }))];
}
