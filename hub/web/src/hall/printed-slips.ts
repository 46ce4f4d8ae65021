import { useState } from 'react';
import type { HallDeskView } from '#shared/protocol/views.ts';

const KEY = 'kawei.printed-slips';

type Person = HallDeskView['people'][number];

/** Which slips this workstation has printed in this sitting. A new seat makes a slip new. */
export function usePrintedSlips(people: readonly Person[]) {
  const [printed, setPrinted] = useState<readonly string[]>(() =>
    JSON.parse(sessionStorage.getItem(KEY) ?? '[]'),
  );
  const mark = ({ badge, seat }: Person) => `${badge} ${seat}`;
  return {
    has: (person: Person) => printed.includes(mark(person)),
    add(badges: readonly string[]) {
      const added = people.filter((person) => badges.includes(person.badge)).map(mark);
      const next = [...new Set([...printed, ...added])];
      sessionStorage.setItem(KEY, JSON.stringify(next));
      setPrinted(next);
    },
  };
}
