/** The rooms of the hub, put together: what they keep, what follows from what, what they serve, what booths may ask. */
import { alerts } from './alerts/room.ts';
import { alertRoutes } from './alerts/routes.ts';
import { alertMigrations } from './alerts/tables.ts';
import { batches } from './batches/room.ts';
import { batchRoutes } from './batches/routes.ts';
import { batchMigrations } from './batches/tables.ts';
import { boothDocumentRoutes } from './bid-documents/booth-routes.ts';
import { bidDocuments } from './bid-documents/room.ts';
import { bidDocumentRoutes } from './bid-documents/routes.ts';
import { bidDocumentMigrations } from './bid-documents/tables.ts';
import { draws } from './draws/room.ts';
import { drawRoutes } from './draws/routes.ts';
import { siteKeyRoutes } from './draws/site-key-routes.ts';
import { drawMigrations } from './draws/tables.ts';
import { enrolment } from './enrolment/room.ts';
import { enrolmentRoutes } from './enrolment/routes.ts';
import { enrolmentMigrations } from './enrolment/tables.ts';
import { fairness } from './fairness/room.ts';
import { fairnessRoutes } from './fairness/routes.ts';
import { fairnessMigrations } from './fairness/tables.ts';
import type { ActHandlers } from './gateway/acts.ts';
import type { Routes } from './gateway/hub.ts';
import { recordRoutes } from './gateway/record.ts';
import { invitations } from './invitations/room.ts';
import { invitationRoutes } from './invitations/routes.ts';
import { invitationMigrations } from './invitations/tables.ts';
import type { Room } from './ledger/command.ts';
import { ledgerRoutes } from './ledger/routes.ts';
import { ledgerMigrations } from './ledger/tables.ts';
import { lookback } from './lookback/room.ts';
import { lookbackRoutes } from './lookback/routes.ts';
import { lookbackMigrations } from './lookback/tables.ts';
import { orderActs } from './orders/acts.ts';
import { orders } from './orders/room.ts';
import { orderRoutes } from './orders/routes.ts';
import { orderMigrations } from './orders/tables.ts';
import { panels } from './panels/room.ts';
import { panelRoutes } from './panels/routes.ts';
import { panelMigrations } from './panels/tables.ts';
import { people } from './people/room.ts';
import { peopleRoutes } from './people/routes.ts';
import { peopleMigrations } from './people/tables.ts';
import { pool } from './pool/room.ts';
import { poolRoutes } from './pool/routes.ts';
import { poolMigrations } from './pool/tables.ts';
import { projects } from './projects/room.ts';
import { projectRoutes } from './projects/routes.ts';
import { projectMigrations } from './projects/tables.ts';
import { readiness } from './readiness/room.ts';
import { readinessRoutes } from './readiness/routes.ts';
import { readinessMigrations } from './readiness/tables.ts';
import { recovery } from './recovery/room.ts';
import { recoveryRoutes } from './recovery/routes.ts';
import { recoveryMigrations } from './recovery/tables.ts';
import { publishedDrawRoutes } from './reports/published-draws.ts';
import { reports } from './reports/room.ts';
import { reportsRoutes } from './reports/routes.ts';
import { reportsMigrations } from './reports/tables.ts';
import { revocation } from './revocation/room.ts';
import { revocationMigrations } from './revocation/tables.ts';
import { evaluationActs } from './scoring/acts.ts';
import { scoring } from './scoring/room.ts';
import { scoringRoutes } from './scoring/routes.ts';
import { scoringMigrations } from './scoring/tables.ts';
import { seatingActs } from './seating/acts.ts';
import { seating } from './seating/room.ts';
import { seatingRoutes } from './seating/routes.ts';
import { seatingMigrations } from './seating/tables.ts';
import { stamps } from './stamps/room.ts';
import { stampMigrations } from './stamps/tables.ts';
import type { Migrations } from './store/database.ts';
import { tendencies } from './tendencies/room.ts';
import { tendencyRoutes } from './tendencies/routes.ts';
import { tendencyMigrations } from './tendencies/tables.ts';
import { venues } from './venues/room.ts';
import { venuesRoutes } from './venues/routes.ts';
import { venuesMigrations } from './venues/tables.ts';
import { witnesses } from './witnesses/room.ts';
import { witnessMigrations } from './witnesses/tables.ts';

/** In the order in which they learn of an event: those others read from come first. */
export const rooms: readonly Room[] = [
  people,
  venues,
  enrolment,
  orders,
  readiness,
  projects,
  bidDocuments,
  pool,
  draws,
  panels,
  batches,
  invitations,
  seating,
  scoring,
  lookback,
  reports,
  witnesses,
  recovery,
  fairness,
  tendencies,
  stamps,
  revocation,
  alerts,
];

export const migrations: Migrations = {
  ...ledgerMigrations,
  ...peopleMigrations,
  ...venuesMigrations,
  ...enrolmentMigrations,
  ...orderMigrations,
  ...readinessMigrations,
  ...projectMigrations,
  ...bidDocumentMigrations,
  ...panelMigrations,
  ...batchMigrations,
  ...fairnessMigrations,
  ...poolMigrations,
  ...invitationMigrations,
  ...drawMigrations,
  ...seatingMigrations,
  ...alertMigrations,
  ...scoringMigrations,
  ...lookbackMigrations,
  ...reportsMigrations,
  ...witnessMigrations,
  ...recoveryMigrations,
  ...stampMigrations,
  ...revocationMigrations,
  ...tendencyMigrations,
};

export const routes: readonly Routes[] = [
  peopleRoutes,
  venuesRoutes,
  enrolmentRoutes,
  orderRoutes,
  readinessRoutes,
  projectRoutes,
  bidDocumentRoutes,
  drawRoutes,
  siteKeyRoutes,
  poolRoutes,
  panelRoutes,
  batchRoutes,
  fairnessRoutes,
  invitationRoutes,
  seatingRoutes,
  scoringRoutes,
  lookbackRoutes,
  reportsRoutes,
  publishedDrawRoutes,
  tendencyRoutes,
  alertRoutes,
  recordRoutes,
  ledgerRoutes,
  recoveryRoutes,
];

/** What terminals are served at their port, beside their lines. */
export const boothRoutes = boothDocumentRoutes;

export const boothActs: ActHandlers = { ...seatingActs, ...orderActs, ...evaluationActs };
