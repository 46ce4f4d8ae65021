/** How pages talk to the hub: views that stay fresh, requests, and what a refusal looks like here. */
import {
  type keepPreviousData,
  type Query,
  QueryCache,
  QueryClient,
  type UseQueryResult,
  useQuery,
} from '@tanstack/react-query';
import { useState } from 'react';
import type { FaultMessage } from '#shared/catalogue/refusal.ts';
import type { Text } from '#shared/catalogue/text.ts';
import type { Topic } from '#shared/protocol/views.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What the hub refused, in its own words; also a hub that cannot be reached (`UNREACHABLE`). */
export class RefusedError extends Error {
  readonly code: string;
  readonly sentence: Text;
  readonly faults: readonly FaultMessage[];

  constructor(answer: { code: string; message: Text; faults: readonly FaultMessage[] }) {
    super(answer.message.en);
    this.name = 'RefusedError';
    this.code = answer.code;
    this.sentence = answer.message;
    this.faults = answer.faults;
  }
}

export const unreachable = {
  code: 'UNREACHABLE',
  message: {
    zh: '连不上中心，内容尚未提交。请检查网络，稍后重试。',
    en: 'The hub cannot be reached; nothing was sent. Check the network and try again.',
  },
  faults: [],
};

/** Views of which something changed while they were being read: what comes may be of before. */
const outdated = new WeakSet<object>();

export const queries = new QueryClient({
  queryCache: new QueryCache({
    onSettled: (_view, _error, query) => {
      if (outdated.delete(query)) readAgain(query);
    },
  }),
  defaultOptions: {
    queries: {
      retry: (failures, error) => isUnreachable(error) && failures < 3,
      staleTime: 5_000,
      refetchOnWindowFocus: true,
    },
  },
});

function isUnreachable(error: unknown): boolean {
  return error instanceof RefusedError && error.code === 'UNREACHABLE';
}

/** Where the hub says whether it is behind: asked again at once when it refuses for that reason. */
export const BEHIND_PATH = '/api/behind';

/** Called when a request has found no way to the hub; set once by the live line. */
let onUnreached: () => void = () => {};
export function whenUnreached(listener: () => void): void {
  onUnreached = listener;
}

/** Called when the hub says that the session has ended; set once by the session. */
let onSessionEnded: () => void = () => {};
export function whenSessionEnds(listener: () => void): void {
  onSessionEnded = listener;
}

/**
 * Sends one request and gives the hub's answer (`undefined` for 204). Throws RefusedError for everything the
 * hub refuses and when it cannot be reached; also when it has not answered within `patience` milliseconds.
 */
export async function send<T = void>(
  method: Method,
  path: string,
  body?: unknown,
  patience?: number,
): Promise<T> {
  const response = await answered(method, path, body, patience);
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => null);
  if (answer === null) throw new RefusedError(unreachable);
  return answer as T;
}

/** Fetches a file and lets the browser save it under `name`. Throws RefusedError, and then saves nothing. */
async function save(path: string, name: string): Promise<void> {
  const file = await (await answered('GET', path)).blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

async function answered(method: Method, path: string, body?: unknown, patience?: number): Promise<Response> {
  const response = await fetch(path, {
    method,
    ...bodyOf(body),
    ...(patience === undefined ? {} : { signal: AbortSignal.timeout(patience) }),
  }).catch(() => null);
  if (!response) {
    onUnreached();
    throw new RefusedError(unreachable);
  }
  if (response.ok) return response;
  const answer: unknown = await response.json().catch(() => null);
  const refused = new RefusedError(isRefusal(answer) ? answer : unreachable);
  if (refused.code === 'SIGN_IN_REQUIRED') onSessionEnded();
  if (refused.code === 'HUB_BEHIND') void queries.invalidateQueries({ queryKey: ['view', BEHIND_PATH] });
  throw refused;
}

/** A file goes as it is, anything else as JSON. */
function bodyOf(body: unknown): RequestInit {
  if (body === undefined) return {};
  if (body instanceof Blob) return { headers: { 'content-type': 'application/octet-stream' }, body };
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

export function isRefusal(answer: unknown): answer is ConstructorParameters<typeof RefusedError>[0] {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'message' in answer;
}

export interface ViewOptions {
  /** Also fetched again after this many milliseconds: for what changes by time alone, such as presence. */
  readonly every?: number;
  /** Not fetched while false. */
  readonly enabled?: boolean;
  /** What is shown until the view of another address is there: `keepPreviousData` for pages of a list. */
  readonly placeholder?: typeof keepPreviousData;
}

/** A view at an address of the hub, and of which topics it is. */
export const viewAt = <T>(path: string, topics: readonly Topic[]) => ({
  queryKey: ['view', path],
  queryFn: () => send<T>('GET', path),
  meta: { topics },
});

/**
 * A view of the hub. It is fetched again whenever the hub says that one of its topics has changed, and after
 * a lost line has come back.
 */
export function useView<T>(
  path: string,
  topics: readonly Topic[],
  options: ViewOptions = {},
): UseQueryResult<T, RefusedError> {
  return useQuery<T, RefusedError>({
    ...viewAt<T>(path, topics),
    refetchInterval: options.every ?? false,
    enabled: options.enabled ?? true,
    ...(options.placeholder ? { placeholderData: options.placeholder } : {}),
  });
}

/**
 * Fetches the views of these topics again. One that is being read is shown as it comes and read once more: were the
 * reading given up instead, changes that follow each other faster than the hub answers would keep the page as it was.
 */
export function refresh(topics: readonly Topic[] | 'any'): void {
  const concerned = ({ meta }: Query) => {
    const own = (meta?.topics ?? []) as readonly Topic[];
    return topics === 'any' ? own.length > 0 : own.some((topic) => topics.includes(topic));
  };
  for (const view of queries.getQueryCache().findAll({ queryKey: ['view'], predicate: concerned }))
    if (view.state.fetchStatus === 'idle') readAgain(view);
    else outdated.add(view);
}

/** Fetches all views again, and waits for no answer that a lost line may have swallowed. */
export function refreshAll(): void {
  void queries.cancelQueries({ queryKey: ['view'] });
  void queries.invalidateQueries({ queryKey: ['view'] });
}

/** At once where it is shown, otherwise when it is shown next. */
function readAgain(view: object): void {
  void queries.invalidateQueries({ predicate: (one) => one === view });
}

export interface Sending {
  /** A request is under way. */
  readonly busy: boolean;
  /** Why the last request was refused; null once another is sent. Show it with RefusalNotice. */
  readonly refused: RefusedError | null;
  /** Forgets the refusal. */
  clear(): void;
  /** Sends; the hub's answer wrapped, or null when it was refused (see `refused`). */
  submit<T = void>(method: Method, path: string, body?: unknown): Promise<{ answer: T } | null>;
  /** Saves a file of the hub's under a name; a refusal is shown instead. */
  download(path: string, name: string): Promise<void>;
}

/** One form's or button's request, with its loading state and its refusal. */
export function useSend(): Sending {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<RefusedError | null>(null);
  const ask = async <R>(request: () => Promise<R>): Promise<{ answer: R } | null> => {
    setBusy(true);
    setRefused(null);
    try {
      return { answer: await request() };
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      setRefused(error);
      return null;
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    refused,
    clear: () => setRefused(null),
    submit: <T>(method: Method, path: string, body?: unknown) => ask(() => send<T>(method, path, body)),
    download: async (path, name) => {
      await ask(() => save(path, name));
    },
  };
}
