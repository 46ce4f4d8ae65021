/**
 * The other hub processes on one PostgreSQL database. Each serves pages and booths and writes in its turn; they tell
 * each other what has changed, who is there, and that the database is behind. One of them has the duties (duties.ts).
 */
import type { BoothDoor } from '../gateway/booths.ts';
import type { Hub } from '../gateway/hub.ts';
import type { StoredEvent } from '../ledger/command.ts';
import { tellError } from '../ledger/tell-error.ts';
import type { Missing } from '../recovery/behind.ts';
import { postgresUrlOf } from '../store/postgres.ts';
import { FellowSession, type Word } from './session.ts';

/** How often a process looks by itself whether others have written: a wake-up may be lost. In milliseconds. */
const LOOK = 1000;
/** Commits within this time are told together: each notification costs the server a lock of all. In milliseconds. */
const GATHER = 20;
/** A notification has at most 8,000 bytes; so many booths with the longest names fit. */
const BOOTHS_A_WORD = 80;

export interface Fellows {
  stop(): Promise<void>;
}

/** Starts to hear and tell; null for a database of one process alone. `duty` is told when the duties come and go. */
export async function joinFellows(
  hub: Hub,
  door: BoothDoor,
  duty: (mine: boolean) => void,
): Promise<Fellows | null> {
  const url = postgresUrlOf(hub.store);
  if (url === null) return null;
  const { spine, presence, behind, timers } = hub;
  /** Words are heard one after the other. */
  let hearing = Promise.resolve();
  const take = (word: Word) => {
    hearing = hearing.then(() => hear(hub, door, word)).catch(tellError);
  };
  const session = new FellowSession({ url, duty, hear: take });
  let told = false;
  const tellEntries = () => {
    if (told) return;
    told = true;
    timers.after(GATHER, () => {
      told = false;
      session.say({ entries: true });
    });
  };
  const stopListening = spine.onCommitted((events) => {
    tellEntries();
    for (const event of events) follow(hub, event);
  });
  presence.onLeft = (booth) => session.say({ left: booth });
  const stopLooking = timers.every(LOOK, () => {
    spine.look();
    for (const part of behind.missing ? inWords(behind.missing) : []) session.say({ behind: part });
  });
  const stopTelling = timers.every(hub.settings.beatMilliseconds, () => {
    const heard = presence.takeHeard();
    for (let at = 0; at < heard.length; at += BOOTHS_A_WORD)
      session.say({ heard: heard.slice(at, at + BOOTHS_A_WORD) });
  });
  await session.keep();
  return {
    stop: async () => {
      for (const stop of [stopListening, stopLooking, stopTelling]) stop();
      await session.stop();
      await hearing;
    },
  };
}

type Behind = Extract<Word, { behind: unknown }>['behind'];

/** What is missing, in as many words as it takes. */
function* inWords({ heads, acts }: Missing): Generator<Behind> {
  for (const head of heads) yield { heads: [head], acts: [] };
  for (let at = 0; at < acts.length; at += BOOTHS_A_WORD)
    yield { heads: [], acts: acts.slice(at, at + BOOTHS_A_WORD) };
}

async function hear({ spine, presence, behind }: Hub, door: BoothDoor, word: Word): Promise<void> {
  if ('entries' in word) spine.look();
  else if ('left' in word) presence.leftElsewhere(word.left);
  else if ('behind' in word) await behind.adopt(word.behind);
  else
    for (const [booth, pending] of word.heard) {
      // Whoever speaks to two hubs at once is not one booth; the line here is the older or the dead one.
      door.drop(booth);
      presence.heardElsewhere(booth, pending);
    }
}

/** What the ledger says of a booth or of a decision holds for every process, whoever wrote it. */
function follow({ presence, behind }: Hub, event: StoredEvent): void {
  if (event.type === 'booth.closed') presence.goodbye(event.payload.booth);
  if (event.type === 'booth.missing') presence.lost(event.payload.booth);
  if (event.type === 'ledger.loss-accepted') behind.settled();
}
