import type { Static } from 'typebox';
import { alertEvents } from './alerts.ts';
import { batchEvents } from './batches.ts';
import { bidDocumentEvents } from './bid-documents.ts';
import { drawEvents } from './draws.ts';
import { invitationEvents } from './invitations.ts';
import { lookbackEvents } from './lookback.ts';
import { panelEvents } from './panels.ts';
import { peopleEvents } from './people.ts';
import { poolEvents } from './pool.ts';
import { projectEvents } from './projects.ts';
import { recoveryEvents } from './recovery.ts';
import { reportsEvents } from './reports.ts';
import { revocationEvents } from './revocation.ts';
import { scoringEvents } from './scoring.ts';
import { seatingEvents } from './seating.ts';
import { stampEvents } from './stamps.ts';
import { tendencyEvents } from './tendencies.ts';
import { venuesEvents } from './venues.ts';
import { witnessEvents } from './witnesses.ts';

/** Every kind of event. Each room keeps its own list; a type is never renamed, and its payload only extended. */
export const events = {
  ...seatingEvents,
  ...projectEvents,
  ...bidDocumentEvents,
  ...panelEvents,
  ...batchEvents,
  ...invitationEvents,
  ...poolEvents,
  ...drawEvents,
  ...alertEvents,
  ...lookbackEvents,
  ...peopleEvents,
  ...recoveryEvents,
  ...reportsEvents,
  ...scoringEvents,
  ...revocationEvents,
  ...stampEvents,
  ...tendencyEvents,
  ...venuesEvents,
  ...witnessEvents,
};

export type EventType = keyof typeof events;
/** Payload types by event type, worked out once. */
export type EventPayloads = { [T in EventType]: Static<(typeof events)[T]['payload']> };
export type EventPayload<T extends EventType> = EventPayloads[T];
