/** A list judged beside the whole pool: what becomes of everybody on it, in parts of a size that a ledger bears. Pure. */
import { type Fault, Refusal } from '#shared/catalogue/refusal.ts';
import { parse } from '#shared/protocol/parse.ts';
import { PoolImport } from '#shared/protocol/requests.ts';
import { preparedText } from '../ledger/prepared.ts';
import { type ExpertList, mergedList, poolFaults } from './decide.ts';
import { type ListInFile, rowPlace } from './files/list.ts';
import type { PooledExpert } from './reads.ts';

/** Experts of one entry of the ledger: some 200 KB. */
const EXPERTS_AN_ENTRY = 400;

export interface ListToJudge {
  /** JSON of a {@link ListInFile}, or of what was sent to POST /api/experts. */
  readonly list: Uint8Array;
  readonly from: 'file' | 'request';
  readonly sites: readonly string[];
  readonly today: string;
}

export interface JudgedList {
  readonly count: number;
  /** Canonical JSON of the experts of each part, and how many they are. */
  readonly parts: readonly { readonly count: number; readonly experts: string }[];
}

/** Refuses POOL_INVALID with every fault of the list, or INPUT_INVALID where what was sent is none. */
export function judgeList(known: readonly PooledExpert[], asked: ListToJudge): JudgedList {
  const { sites, today } = asked;
  const list = listOf(asked);
  const ground = { known, sites };
  if (list.faults.length > 0) throw faultyFile(list.faults, poolFaults(ground, list));
  const experts = mergedList(ground, list, today);
  const parts = Array.from({ length: Math.ceil(experts.length / EXPERTS_AN_ENTRY) }, (_, part) => {
    const own = experts.slice(part * EXPERTS_AN_ENTRY, (part + 1) * EXPERTS_AN_ENTRY);
    return { count: own.length, experts: preparedText('pool.imported', 'experts', own) };
  });
  return { count: experts.length, parts };
}

function listOf({ list, from }: ListToJudge): ExpertList & { readonly faults: readonly Fault[] } {
  const value = jsonOf(list);
  if (from === 'request') return { ...parse(PoolImport, value), faults: [] };
  const { experts, rows, faults } = value as ListInFile;
  return { experts, faults, placeOf: (index, field) => rowPlace(rows[index] ?? 0, field) };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refusal('INPUT_NOT_JSON');
  }
}

/** What is wrong with the rows of a file and what is wrong beside the pool, in order of row. */
function faultyFile(...found: readonly (readonly Fault[])[]): Refusal {
  const rowOf = ({ place }: Fault) => Number(/^rows\[(\d+)\]/.exec(place)?.[1] ?? 0);
  const all = found.flat().sort((a, b) => rowOf(a) - rowOf(b));
  return new Refusal('POOL_INVALID', { count: all.length }, all);
}
