/** What becomes of an expert when a list or a person says something new: nothing known is lost on the way. Pure. */
import { employmentOf } from '#shared/conflicts/conflicts.ts';
import { comparable, sameParty } from '#shared/conflicts/party.ts';
import type { Employment, PoolExpert, Suspension } from '#shared/pool/expert.ts';
import { daysAfter } from '#shared/time/day.ts';
import type { PooledExpert } from './reads.ts';

/**
 * An expert as a list gives them, completed by what the pool knew. Where the employer is another one, the former goes
 * into the history, so that the three years of 政府采购法实施条例 art. 9 are counted from its last day.
 */
export function mergedExpert(known: PooledExpert | undefined, listed: PoolExpert, today: string): PoolExpert {
  if (!known) return listed;
  const stayed = sameEmployer(listed, known);
  const employerCode = listed.employerCode ?? (stayed ? known.employerCode : undefined);
  const since = listed.since ?? (stayed ? known.since : undefined);
  const role = listed.role ?? (stayed ? known.role : undefined);
  return {
    ...listed,
    ...(employerCode === undefined ? {} : { employerCode }),
    ...(since === undefined ? {} : { since }),
    ...(role === undefined ? {} : { role }),
    employments: withFormer(known, listed, today),
    kin: [...(listed.kin ?? known.kin)],
    unavailable: [...(listed.unavailable ?? known.unavailable)],
    suspensions: (listed.suspensions ?? []).filter(
      (one) => !known.suspensions.some((other) => sameSuspension(one, other)),
    ),
  };
}

function withFormer(known: PooledExpert, listed: PoolExpert, today: string): Employment[] {
  const history = [...(listed.employments ?? known.employments)];
  if (sameEmployer(listed, known)) return history;
  const told = history.some((row) => sameEmployer({ employer: row.employer, employerCode: row.code }, known));
  return told ? history : [...history, endedWhen(known, listed.since, today)];
}

/** The history and the present employer after one more row of history. */
export function withEmployment(known: PooledExpert, employment: Employment, today: string) {
  const now = employmentOf(known);
  if (employment.until !== null)
    return { present: presentOf(now), employments: [...known.employments, employment] };
  const employments = [...known.employments, endedWhen(known, employment.from ?? undefined, today)];
  return { present: presentOf(employment), employments };
}

function presentOf({ employer, code, role, from }: Employment) {
  return { employer, employerCode: code ?? null, role, since: from };
}

/** The present employment as it ends: on the day before the next began; today where nobody knows. */
function endedWhen(known: PooledExpert, next: string | undefined, today: string): Employment {
  const present = employmentOf(known);
  const last = next === undefined ? today : daysAfter(next, -1);
  return { ...present, until: present.from !== null && last < present.from ? present.from : last };
}

interface Employer {
  readonly employer: string;
  readonly employerCode?: string | undefined;
}

function sameEmployer(one: Employer, other: Employer): boolean {
  const party = ({ employer, employerCode }: Employer) => comparable({ name: employer, code: employerCode });
  return sameParty(party(one), party(other)) === 'same';
}

function sameSuspension(one: Suspension, other: Suspension): boolean {
  return one.from === other.from && one.until === other.until && one.reason === other.reason;
}
