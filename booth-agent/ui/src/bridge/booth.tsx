import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { RefusalMessage } from '#shared/catalogue/refusal.ts';
import type { BoothScreen, Intent } from '#shared/protocol/bridge.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import { BridgeLost, type LinkedBridge } from './web-socket.ts';

/** Why the last act was not done: the core's refusal, or `lost` when the core went away before it answered. */
export type Failure = RefusalMessage | 'lost';

interface Booth {
  readonly screen: BoothScreen;
  /** False while the agent on this machine cannot be reached. */
  readonly linked: boolean;
  /** Sends an intent; gives why it was not done, or null when the core has stored it. */
  act(intent: Intent): Promise<Failure | null>;
}

const BoothContext = createContext<Booth | null>(null);

/** Shows `children` as soon as the first screen has come, `before` until then. */
export function BoothProvider({
  bridge,
  before,
  children,
}: {
  bridge: LinkedBridge;
  before: ReactNode;
  children: ReactNode;
}) {
  const [screen, setScreen] = useState<BoothScreen | null>(null);
  const [linked, setLinked] = useState(false);
  useEffect(() => bridge.watch(setScreen), [bridge]);
  useEffect(() => bridge.watchLink(setLinked), [bridge]);
  const act = useCallback(
    async (intent: Intent): Promise<Failure | null> => {
      try {
        return await bridge.act(intent);
      } catch (error) {
        if (error instanceof BridgeLost) return 'lost';
        throw error;
      }
    },
    [bridge],
  );
  const booth = useMemo(() => screen && { screen, linked, act }, [screen, linked, act]);
  return booth ? <BoothContext value={booth}>{children}</BoothContext> : before;
}

/** What the core shows now, and the way to act on it. */
export function useBooth(): Booth {
  const booth = useContext(BoothContext);
  if (!booth) throw new Error('useBooth outside of BoothProvider');
  return booth;
}

/** The session, on pages that are only shown within one. */
export function useSession(): ExpertView {
  const { session } = useBooth().screen;
  if (!session) throw new Error('a page of a session without a session');
  return session;
}

/** One kind of act on one page: doing it, whether it is under way, and why the last try failed. */
export interface Deed {
  /** True when the core has stored it. */
  go(intent: Intent): Promise<boolean>;
  /** True while an answer is awaited or the core is out of reach: the buttons of this act are disabled. */
  readonly busy: boolean;
  readonly failure: Failure | null;
  forget(): void;
}

/** Names of `busy` that disable this page besides the kinds of its own acts: the step, or before it the screen. */
function placeOf(screen: BoothScreen): string {
  return screen.screen === 'session' ? (screen.session?.step ?? 'session') : screen.screen;
}

/** For acts of these kinds on the present page. */
export function useDeed(...kinds: readonly Intent['kind'][]): Deed {
  const { screen, linked, act } = useBooth();
  const [under, setUnder] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const here = useRef(true);
  useEffect(() => {
    here.current = true;
    return () => {
      here.current = false;
    };
  }, []);
  const go = async (intent: Intent): Promise<boolean> => {
    setUnder(true);
    setFailure(null);
    const refused = await act(intent);
    if (here.current) {
      setUnder(false);
      setFailure(refused);
    }
    return refused === null;
  };
  const place = placeOf(screen);
  const pending = screen.busy.some((name) => name === place || kinds.some((kind) => kind === name));
  return { go, busy: under || pending || !linked, failure, forget: () => setFailure(null) };
}
