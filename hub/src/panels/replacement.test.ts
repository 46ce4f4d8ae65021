/** Who is called when a member falls out, decided on a drawn panel. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PanelInput } from '#shared/draw/input.ts';
import { drawPanel, replacementFor } from '#shared/draw/panel.ts';
import type { Transcript } from '#shared/draw/transcript.ts';
import { hubActor } from '../ledger/command.ts';
import { recordPanel, replaceMember } from './decide/replace.ts';
import type { Member } from './reads.ts';

const seed = '5e'.repeat(32);
const ids = Array.from({ length: 8 }, (_, n) => `pseudonym-${n}`);
const input: PanelInput = {
  kind: 'panel',
  project: 'P',
  rules: 'kawei/panel@1',
  categories: [{ id: 'civil', count: 3 }],
  sites: [{ id: 'S1', min: 3, max: 3 }],
  maxPerEmployer: 3,
  reserves: 2,
  candidates: ids.map((id) => ({ id, categories: ['civil'], site: 'S1', employer: 'E' })),
  excluded: [],
};
const { panel } = drawPanel(input, seed);
const members: Member[] = panel.map(({ id, category, ticket }) => ({
  ...{ project: 'P', expert: id, realId: `real ${id}`, category, ticket },
  ...{ site: 'S1', state: 'current', drawnAt: '2026-11-23T01:00:00.000Z', day: null },
}));
const leaving = panel[0]?.id ?? '';

/** The order in which the others would be called. */
const order: string[] = [];
for (let next = successor(); next !== undefined; next = successor()) order.push(next);

function successor(): string | undefined {
  return replacementFor(input, seed, panel, leaving, new Set(order))?.id;
}

function replacedWith(...engaged: string[]) {
  const { events } = replaceMember.decide(
    {
      entered: null,
      members,
      transcript: { input, seed } as unknown as Transcript,
      identities: ids.map((id) => ({ realId: `real ${id}`, pseudonym: id, salt: '' })),
      attendances: [],
      suspended: new Set(),
      engaged: new Set([...members.map(({ realId }) => realId), ...engaged.map((id) => `real ${id}`)]),
    },
    { project: 'P', because: 'recusal', reason: '亲属', who: { expert: leaving } },
    { at: '2026-11-23T02:00:00.000Z', actor: hubActor, random: (bytes) => new Uint8Array(bytes) },
  );
  const [event] = events;
  if (event?.type !== 'member.replaced') throw new Error('nothing was replaced');
  return event.payload;
}

describe('a replacement', () => {
  it('is the next in drawn order', () => {
    expect(order).toHaveLength(5);
    expect(replacedWith()).toMatchObject({ replacement: { expert: order[0] }, passedOver: [] });
  });

  it('passes over who sits on another panel by now, and says so', () => {
    const [first = '', second = '', third = '', fourth = ''] = order;
    expect(replacedWith(first, second, fourth)).toMatchObject({
      replacement: { expert: third, realId: `real ${third}` },
      passedOver: [first, second],
    });
  });

  it('is nobody where everybody sits elsewhere', () => {
    expect(replacedWith(...order)).toMatchObject({ replacement: null, passedOver: order });
  });
});

describe('a panel drawn while another was', () => {
  const barred = fc.record({ engaged: fc.subarray(ids), suspended: fc.subarray(ids) });
  const record = (engaged: readonly string[], suspended: readonly string[]) => {
    const transcript = { input, seed, result: drawPanel(input, seed) } as unknown as Transcript;
    const real = (some: readonly string[]) => new Set(some.map((id) => `real ${id}`));
    const { events } = recordPanel.decide(
      {
        project: 'P',
        identities: ids.map((id) => ({ realId: `real ${id}`, pseudonym: id, salt: '' })),
        engaged: real(engaged),
        suspended: real(suspended),
      },
      { drawId: 'P#1', kind: 'panel', about: 'P', transcript },
      { at: '2026-11-23T02:00:00.000Z', actor: hubActor, random: (bytes) => new Uint8Array(bytes) },
    );
    return events;
  };

  it('is recorded as it was drawn, and then nobody sits on two panels or is suspended while there are others', () => {
    fc.assert(
      fc.property(barred, ({ engaged, suspended }) => {
        const [drawn, ...replaced] = record(engaged, suspended);
        if (drawn?.type !== 'panel.drawn') throw new Error('not drawn');
        expect(drawn.payload.members.map(({ expert }) => expert)).toEqual(panel.map(({ id }) => id));
        const sitting = new Set(panel.map(({ id }) => id));
        for (const event of replaced) {
          if (event.type !== 'member.replaced') throw new Error(event.type);
          const { expert, because, replacement } = event.payload;
          expect(because).toBe(engaged.includes(expert) ? 'engaged' : 'suspended');
          sitting.delete(expert);
          if (replacement) sitting.add(replacement.expert);
        }
        const out = new Set([...engaged, ...suspended]);
        expect([...sitting].filter((id) => out.has(id))).toEqual([]);
        expect(sitting.size).toBe(Math.min(3, ids.filter((id) => !out.has(id)).length));
      }),
    );
  });
});
