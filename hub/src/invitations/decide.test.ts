/** To whom an invitation is made out. */
import { describe, expect, it } from 'vitest';
import { hubActor } from '../ledger/command.ts';
import type { Member } from '../panels/reads.ts';
import { issueInvitation } from './decide.ts';
import type { IssuedInvitation } from './reads.ts';

const member: Member = {
  ...{ project: 'P', expert: 'pseudonym', realId: 'E1', category: 'civil', ticket: 'aa', site: 'S1' },
  ...{ state: 'current', drawnAt: '2026-11-23T01:00:00.000Z', day: null },
};

function issue(known: IssuedInvitation | null, now: readonly Member[]) {
  return issueInvitation.decide(
    { known, members: now },
    { member, minutes: 30 },
    { at: '2026-11-23T02:00:00.000Z', actor: hubActor, random: (bytes) => new Uint8Array(bytes) },
  );
}

describe('an invitation', () => {
  it('is made out to a member once', () => {
    const { events, answer } = issue(null, [member]);
    expect(events).toMatchObject([
      { type: 'invitation.issued', payload: { expert: 'pseudonym', site: 'S1' } },
    ]);
    expect(issue(answer, [member])).toEqual({ events: [], answer });
  });

  it('is not made out, nor sent, to one who has left the panel since it was looked up', () => {
    const nothing = { events: [], answer: null };
    const left = { ...member, state: 'replaced' } as const;
    expect(issue(null, [left])).toEqual(nothing);
    expect(issue(issue(null, [member]).answer, [left])).toEqual(nothing);
    expect(issue(null, [{ ...member, expert: 'another' }])).toEqual(nothing);
  });
});
