/** What the hub answers to the pages of the pool of experts. */
import type { Employment, Kin, Period, Suspension } from '../pool/expert.ts';

/** GET /api/experts?text=&category=&site=&suspended=1&page=N&size=N → PoolPage (system-admin) */
export interface PoolPage {
  /** How many there are of what is looked for. */
  total: number;
  rows: ExpertRow[];
  /** Sites that have anybody in the pool. */
  sites: string[];
}
/** ID numbers are masked in every view. */
export interface ExpertRow {
  id: string;
  name: string;
  idNumberMasked: string;
  badge: string;
  categories: string[];
  site: string;
  employer: string;
  /** Today. */
  suspended: boolean;
}
/** GET /api/experts/:id → ExpertView (system-admin) */
export interface ExpertView extends ExpertRow {
  /** The present employment; its `until` is null. */
  employment: Employment;
  employments: Employment[];
  kin: Kin[];
  unavailable: Period[];
  suspensions: (Suspension & {
    suspension: number;
    by: string;
    at: string;
    lifted: { at: string; by: string; reason: string } | null;
  })[];
  /** What was changed, the latest first. */
  changes: { at: string; by: string; what: string; reason: string }[];
  calls: CallCounts;
}
/** How an expert has answered when drawn; only of panels whose names are no longer sealed. */
export interface CallCounts {
  called: number;
  accepted: number;
  declined: number;
  /** No answer in time. */
  unanswered: number;
  /** Said they would come and did not. */
  absent: number;
}
