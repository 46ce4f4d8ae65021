import type { AlertTables } from '../alerts/tables.ts';
import type { BatchTables } from '../batches/tables.ts';
import type { BidDocumentTables } from '../bid-documents/tables.ts';
import type { DrawTables } from '../draws/tables.ts';
import type { EnrolmentTables } from '../enrolment/tables.ts';
import type { FairnessTables } from '../fairness/tables.ts';
import type { InvitationTables } from '../invitations/tables.ts';
import type { LedgerTables } from '../ledger/tables.ts';
import type { LookbackTables } from '../lookback/tables.ts';
import type { OrderTables } from '../orders/tables.ts';
import type { PanelTables } from '../panels/tables.ts';
import type { PeopleTables } from '../people/tables.ts';
import type { PoolTables } from '../pool/tables.ts';
import type { ProjectTables } from '../projects/tables.ts';
import type { ReadinessTables } from '../readiness/tables.ts';
import type { RecoveryTables } from '../recovery/tables.ts';
import type { ReportsTables } from '../reports/tables.ts';
import type { RevocationTables } from '../revocation/tables.ts';
import type { ScoringTables } from '../scoring/tables.ts';
import type { SeatingTables } from '../seating/tables.ts';
import type { StampTables } from '../stamps/tables.ts';
import type { TendencyTables } from '../tendencies/tables.ts';
import type { VenuesTables } from '../venues/tables.ts';
import type { WitnessTables } from '../witnesses/tables.ts';

/** All tables. Each room owns its own: it alone writes them, and others read them through its `reads.ts`. */
export interface Schema
  extends AlertTables,
    BatchTables,
    BidDocumentTables,
    DrawTables,
    EnrolmentTables,
    FairnessTables,
    InvitationTables,
    LedgerTables,
    LookbackTables,
    OrderTables,
    PanelTables,
    PeopleTables,
    PoolTables,
    ProjectTables,
    ReadinessTables,
    RecoveryTables,
    ReportsTables,
    RevocationTables,
    ScoringTables,
    SeatingTables,
    StampTables,
    TendencyTables,
    VenuesTables,
    WitnessTables {}
