import type { LedgerTables } from '../ledger/tables.ts';
import type { PeopleTables } from '../people/tables.ts';

/** All tables. Each room owns its own: it alone writes them, and others read them through its `reads.ts`. */
export interface Schema extends LedgerTables, PeopleTables {}
