import { useEffect, useState } from 'react';
import type { DrawView } from '#shared/protocol/views.ts';
import { RefusedError, refresh, send, useView } from '../shell/api.ts';
import { useSession } from '../shell/session.ts';
import type { SigningKey } from '../site-keys/signing-key.ts';
import { useSigningKey } from '../site-keys/use-signing-key.ts';
import { type CeremonyStep, nextStep, takePart, vaultIn } from './ceremony.ts';

/** How long after a failed step it is tried again, in milliseconds. */
const RETRY_MILLISECONDS = 2_000;

export interface Ceremony {
  readonly draw: DrawView;
  readonly site: string;
  readonly step: CeremonyStep;
  /** Why the last try was refused; it is tried again by itself. */
  readonly problem: RefusedError | null;
}

const vault = vaultIn(localStorage);
/** Draws whose step is being sent now, and its end: one request at a time for each, however many pages ask. */
const underWay = new Map<string, Promise<void>>();

/** Takes the site's part in every open draw, by itself, and says where each stands; the latest first. */
export function useCeremonies(): Ceremony[] {
  const site = useSession().session?.site ?? '';
  const { data } = useView<DrawView[]>('/api/draws', ['draws']);
  const { own, standing } = useSigningKey();
  const signer = standing === 'ready' ? own : null;
  const [problems, setProblems] = useState<ReadonlyMap<string, RefusedError>>(new Map());
  const [turn, setTurn] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `turn` tries again what failed
  useEffect(() => {
    if (!site) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const goOn = () => over || setTurn((last) => last + 1);
    const note = (drawId: string, problem: RefusedError | null) =>
      setProblems((known) => withEntry(known, drawId, problem));
    for (const draw of data ?? []) {
      const before = nextStep(draw, site, held(draw, signer));
      if (before === 'wait' || before === 'keyless') continue;
      const running = underWay.get(draw.drawId);
      if (running) {
        // This view may have come before the answer to the step, and no other be different from it.
        void running.then(goOn);
        continue;
      }
      const step = takePart(draw, { site, vault, tell: send, signer })
        .then(() => {
          note(draw.drawId, null);
          if (before === 'countersign' || before === 'commit' || before === 'reveal')
            refresh(['draws', 'hall']);
        })
        .catch((error: unknown) => {
          if (!(error instanceof RefusedError)) throw error;
          note(draw.drawId, error);
          if (error.code !== 'UNREACHABLE') refresh(['draws']);
          timer ??= setTimeout(goOn, RETRY_MILLISECONDS);
        })
        .finally(() => underWay.delete(draw.drawId));
      underWay.set(draw.drawId, step);
    }
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [data, site, turn, signer]);

  return (data ?? []).map((draw) => ({
    draw,
    site,
    step: nextStep(draw, site, held(draw, signer)),
    problem: problems.get(draw.drawId) ?? null,
  }));
}

function held({ drawId }: DrawView, signer: SigningKey | null) {
  return { part: vault.load(drawId), hasKey: signer !== null };
}

function withEntry<V>(map: ReadonlyMap<string, V>, key: string, value: V | null): ReadonlyMap<string, V> {
  if (value === null && !map.has(key)) return map;
  const next = new Map(map);
  if (value === null) next.delete(key);
  else next.set(key, value);
  return next;
}
