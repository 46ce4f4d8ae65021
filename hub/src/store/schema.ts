import type { LedgerTables } from '../ledger/tables.ts';
import type { LookbackTables } from '../lookback/tables.ts';
import type { PeopleTables } from '../people/tables.ts';
import type { ReportsTables } from '../reports/tables.ts';
import type { ScoringTables } from '../scoring/tables.ts';
import type { VenuesTables } from '../venues/tables.ts';

/** All tables. Each room owns its own: it alone writes them, and others read them through its `reads.ts`. */
export interface Schema extends LedgerTables, LookbackTables, PeopleTables, ReportsTables, ScoringTables, VenuesTables {}
