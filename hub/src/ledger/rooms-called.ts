/** What a room does of each event, in the event's transaction. */
import type { Db } from '../store/database.ts';
import type { Planned, Room, StoredEvent } from './command.ts';

/** Takes an event into a room's read tables. */
export async function project(db: Db, { projection }: Room, event: StoredEvent): Promise<void> {
  const take = projection[event.type] as ((db: Db, event: StoredEvent) => Promise<void>) | undefined;
  await take?.(db, event);
}

/** What follows from an event in a room. */
export function reactionsTo({ reactions }: Room, event: StoredEvent): readonly Planned[] {
  const react = reactions?.[event.type] as ((event: StoredEvent) => readonly Planned[]) | undefined;
  return react?.(event) ?? [];
}
