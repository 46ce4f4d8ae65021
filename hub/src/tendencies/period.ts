/** A period of whole days in China, by which the lists of the desk are narrowed. */
import { Refusal } from '#shared/catalogue/refusal.ts';
import { dayInChina, isDay } from '#shared/time/day.ts';

export interface Period {
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

/** Whether a time lies in the period, both days with it. Refuses DAY_NONE and PERIOD_BACKWARDS at once. */
export function within({ from, until }: Period): (at: string) => boolean {
  for (const day of [from, until])
    if (day !== undefined && !isDay(day)) throw new Refusal('DAY_NONE', { day });
  if (from !== undefined && until !== undefined && from > until)
    throw new Refusal('PERIOD_BACKWARDS', { from, until });
  if (from === undefined && until === undefined) return () => true;
  return (at) => {
    const day = dayInChina(at);
    return (from === undefined || day >= from) && (until === undefined || day <= until);
  };
}
