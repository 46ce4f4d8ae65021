/**
 * Work that follows a commit and lies outside of the database, such as a file to be written: done after the
 * commit, at the start for what was left from before, and again while it fails. `work` does whatever is still to
 * be done, so that it may be called once too often but not too seldom.
 */
import type { StoredEvent } from './command.ts';
import type { Spine } from './spine.ts';

/** Waits between a failure and the next try, in milliseconds: the shortest, doubled each time up to the longest. */
const RETRY_MILLISECONDS = [1000, 300_000] as const;

export interface FollowUpParts {
  readonly spine: Pick<Spine, 'onCommitted'>;
  /** Whether this event leaves something to be done. */
  readonly concerns: (event: StoredEvent) => boolean;
  readonly work: () => Promise<void>;
  /** Is told of each failure. */
  readonly report: (error: unknown) => void;
}

export interface FollowUp {
  /** Asks for the work once more, though no event does. */
  again(): void;
  /** Settles when what was asked for so far is done, or has failed and waits for its next try. */
  idle(): Promise<void>;
  /** Takes up nothing new; what is under way is finished. */
  stop(): Promise<void>;
}

export function startFollowUp({ spine, concerns, work, report }: FollowUpParts): FollowUp {
  const [shortest, longest] = RETRY_MILLISECONDS;
  let queue: Promise<void> = Promise.resolve();
  let wait: number = shortest;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const go = async () => {
    clearTimeout(timer);
    try {
      await work();
      wait = shortest;
    } catch (error) {
      report(error);
      if (!stopped) timer = setTimeout(enqueue, wait);
      wait = Math.min(2 * wait, longest);
    }
  };
  const enqueue = () => {
    queue = queue.then(go);
  };
  enqueue();
  const stopListening = spine.onCommitted((events) => {
    if (events.some(concerns)) enqueue();
  });
  return {
    again: enqueue,
    idle: () => queue,
    stop: () => {
      stopped = true;
      stopListening();
      clearTimeout(timer);
      return queue;
    },
  };
}
