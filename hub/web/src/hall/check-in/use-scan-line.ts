/** The desk's one line of scans, while any of its pages is open. */
import { useEffect, useSyncExternalStore } from 'react';
import { RefusedError, send } from '../../shell/api.ts';
import { useLiveState } from '../../shell/live.ts';
import { type KeptScan, ScanLine, type ScanState, type Sent } from './scan-line.ts';
import { browserScans } from './scan-store.ts';

/** A line that swallows what is sent is told from one that is slow after so many milliseconds. */
const PATIENCE_MILLISECONDS = 5_000;

let line: ScanLine | null = null;

function lineOf(site: string): ScanLine {
  if (line?.site !== site)
    line = new ScanLine(site, { store: browserScans, send: sendScan, now: Date.now, later });
  return line;
}

function later(milliseconds: number, call: () => void): () => void {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
}

/** Only what the hub says of this person counts as an answer: anything else may pass, and it is sent again. */
async function sendScan({ scan, badge, readAt, idProof }: KeptScan): Promise<Sent> {
  const body = { scan, badge, readAt, ...(idProof ? { idProof } : {}) };
  try {
    const { name } = await send<{ name: string }>('POST', '/api/hall/check-in', body, PATIENCE_MILLISECONDS);
    return { kind: 'done', name };
  } catch (error) {
    if (!(error instanceof RefusedError)) throw error;
    const final = error.code.startsWith('CHECK_IN_') || error.code === 'INPUT_INVALID';
    return { kind: final ? 'refused' : 'unreached', reason: { code: error.code, sentence: error.sentence } };
  }
}

/** Sends what waits while the component is there. */
export function useSendingScans(site: string): void {
  const own = lineOf(site);
  const live = useLiveState();
  useEffect(() => own.start(), [own]);
  useEffect(() => {
    if (live === 'open') own.hurry();
  }, [own, live]);
}

export function useScans(site: string): { line: ScanLine; state: ScanState } {
  const own = lineOf(site);
  const state = useSyncExternalStore(
    (listener) => own.listen(listener),
    () => own.state,
  );
  return { line: own, state };
}
