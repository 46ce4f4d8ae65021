import { alertRefusals } from './alerts.ts';
import { batchRefusals } from './batches.ts';
import { bidDocumentRefusals } from './bid-documents.ts';
import { boothRefusals } from './booth.ts';
import { drawRefusals } from './draw.ts';
import { enrolmentRefusals } from './enrolment.ts';
import { fileRefusals } from './files.ts';
import { gatewayRefusals } from './gateway.ts';
import { invitationRefusals } from './invitations.ts';
import { lookbackRefusals } from './lookback.ts';
import { panelRefusals } from './panels.ts';
import { peopleRefusals } from './people.ts';
import { poolRefusals } from './pool.ts';
import { projectRefusals } from './projects.ts';
import { reportsRefusals } from './reports.ts';
import { scoringRefusals } from './scoring.ts';
import { seatingRefusals } from './seating.ts';
import { sheetRefusals } from './sheets.ts';
import { signatureRefusals } from './signature.ts';
import { stampRefusals } from './stamps.ts';
import { storeRefusals } from './store.ts';
import { venuesRefusals } from './venues.ts';
import { verificationRefusals } from './verification.ts';

/** Every expected failure of Kawei, by its stable code. Each room keeps its own list; a code is never renamed. */
export const refusals = {
  ...bidDocumentRefusals,
  ...boothRefusals,
  ...drawRefusals,
  ...enrolmentRefusals,
  ...fileRefusals,
  ...gatewayRefusals,
  ...lookbackRefusals,
  ...panelRefusals,
  ...batchRefusals,
  ...invitationRefusals,
  ...poolRefusals,
  ...seatingRefusals,
  ...alertRefusals,
  ...peopleRefusals,
  ...reportsRefusals,
  ...scoringRefusals,
  ...sheetRefusals,
  ...signatureRefusals,
  ...stampRefusals,
  ...storeRefusals,
  ...venuesRefusals,
  ...verificationRefusals,
  ...projectRefusals,
};

export type RefusalCode = keyof typeof refusals;
