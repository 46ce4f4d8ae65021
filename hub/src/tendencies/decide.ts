import type { PairKind } from '#shared/protocol/look-back.ts';
import type { Command } from '../ledger/command.ts';
import { countLeanings, leaningOf } from './reads.ts';

export interface Leaning {
  readonly kind: PairKind;
  readonly who: string;
  readonly party: string;
  readonly projects: number;
  readonly direction: 'high' | 'low';
}

/** Puts a lead on the record, once for each pair. */
export const raiseLeaning: Command<Leaning, { count: number; raised: boolean }, null> = {
  name: 'raise-leaning',
  load: async (db, leaning) => ({
    count: await countLeanings(db),
    raised: (await leaningOf(db, leaning)) !== null,
  }),
  decide({ count, raised }, found) {
    if (raised) return { events: [], answer: null };
    const leaning = `L${count + 1}`;
    const { kind, who, party, projects, direction } = found;
    const payload = { leaning, kind, who, party, projects, direction };
    return { events: [{ type: 'leaning.found', subject: `leaning/${leaning}`, payload }], answer: null };
  },
};

export interface Export {
  readonly what: string;
  readonly form: 'csv' | 'json';
  readonly rows: number;
}

/** Records that somebody takes figures on people out of the hub. */
export const recordExport: Command<Export, null, null> = {
  name: 'record-tendencies-export',
  load: async () => null,
  decide: (_state, { what, form, rows }, { actor }) => ({
    events: [
      {
        type: 'tendencies.exported',
        subject: 'tendencies',
        payload: { reader: actor.id, what, form, rows },
      },
    ],
    answer: null,
  }),
};
