import { describe, expect, it } from 'vitest';
import { digestOf } from '#shared/canonical/index.ts';
import { commitmentOf, commitmentRootOf } from '#shared/draw/seed.ts';
import { timesOf } from '#shared/protocol/draws.ts';
import { SiteSigner } from '#test/demo/countersigning.ts';
import { type Decision, type Facts, hubActor } from '../../ledger/command.ts';
import type { DrawState, PartyState, SiteKey } from '../reads.ts';
import { closeOverdue, commit, countersign, reveal } from './ceremony.ts';
import { recordResult } from './result.ts';

const drawId = 'P-1#1';
const inputDigest = digestOf({ an: 'input' });
const deadline = '2026-11-23T01:10:00.000Z';
const at = (time: string): Facts => ({
  at: `2026-11-23T${time}.000Z`,
  actor: hubActor,
  random: (bytes) => new Uint8Array(bytes),
});
const inTime = at('01:05:00');
const late = at('01:10:01');

const signers = { HF: new SiteSigner('HF'), WH: new SiteSigner('WH') };
const own = (party: string) => ({
  party,
  nonce: digestOf([party, 'nonce']),
  salt: digestOf([party, 'salt']),
});
const commitment = (party: string) => commitmentOf(drawId, inputDigest, own(party));

function party(name: 'HF' | 'WH', done: Partial<PartyState> = {}): PartyState {
  const nothing = { countersignature: null, commitment: null, nonce: null, salt: null, withheld: null };
  return { party: name, ...nothing, ...done };
}

function draw(phase: DrawState['phase'], parties: readonly PartyState[]): DrawState {
  return {
    ...{ drawId, kind: 'panel', about: 'P-1', inputDigest, phase, deadline, parties },
    ...{
      commitmentRoot: null,
      times: timesOf(600),
      countersigned: true,
      seed: null,
      beacon: null,
      named: null,
      readings: [],
      readingsVoidedAt: null,
    },
    ...{ openedAt: '2026-11-23T01:00:00.000Z', completedAt: null },
  };
}

const known = (site: 'HF' | 'WH', revoked: SiteKey['revoked'] = null): SiteKey => ({
  ...{ key: signers[site].key, site, label: '', registeredBy: 'user:a', registeredAt: '', revoked },
});
const signed = (site: 'HF' | 'WH') => ({ site, ...signers[site].countersignature({ drawId, inputDigest }) });
const countersigned = (name: 'HF' | 'WH') => party(name, { countersignature: signed(name) });
const committed = (name: 'HF' | 'WH') =>
  party(name, { countersignature: signed(name), commitment: commitment(name) });
const told = ({ events }: Decision<null>) => events.map(({ type, payload }) => ({ type, ...payload }));
const refusal = (code: string) => expect.objectContaining({ code });

describe('a countersignature', () => {
  const state = (parties: readonly PartyState[], held: SiteKey | null = known('HF')) => ({
    draw: draw('countersigning', parties),
    held,
  });
  const asked = { drawId, ...signed('HF') };

  it('is recorded; the last opens the commitments, with their own time', () => {
    const first = countersign.decide(state([party('HF'), party('WH')]), asked, inTime);
    expect(told(first)).toEqual([{ type: 'draw.countersigned', ...asked }]);
    const last = countersign.decide(state([party('HF'), countersigned('WH')]), asked, inTime);
    expect(told(last).slice(1)).toEqual([
      { type: 'draw.countersignatures-closed', drawId, deadline: '2026-11-23T01:15:00.000Z' },
    ]);
  });

  it('is refused from a key of another site, a revoked or unknown one, twice, too late, and for another draw', () => {
    const open = [party('HF'), party('WH')];
    const refuses = (given: ReturnType<typeof state>, change: object, facts: Facts, code: string) =>
      expect(() => countersign.decide(given, { ...asked, ...change }, facts)).toThrow(refusal(code));
    refuses(state(open, null), {}, inTime, 'SITE_KEY_UNKNOWN');
    refuses(state(open, known('WH')), {}, inTime, 'SITE_KEY_UNKNOWN');
    refuses(state(open, known('HF', { by: '', at: '', reason: '' })), {}, inTime, 'SITE_KEY_REVOKED');
    refuses(state([countersigned('HF'), party('WH')]), {}, inTime, 'DRAW_COUNTERSIGNED');
    refuses(state(open), {}, late, 'DRAW_TOO_LATE');
    refuses(state(open), { drawId: 'P-1#2' }, inTime, 'DRAW_COUNTERSIGNATURE_WRONG');
    refuses(state(open), { site: 'JZ' }, inTime, 'DRAW_NOT_FOUND');
    refuses({ ...state(open), draw: draw('committing', open) }, {}, inTime, 'DRAW_NOT_COUNTERSIGNING');
    refuses(state([party('HF', { withheld: '逾期' }), party('WH')]), {}, inTime, 'DRAW_WITHHELD_ALREADY');
  });
});

describe('a commitment and a reveal', () => {
  it('wait for the phase before, and are refused once their time is over', () => {
    const given = { drawId, party: 'HF', commitment: commitment('HF') };
    const committing = (state: DrawState, facts: Facts, code: string) =>
      expect(() => commit.decide(state, given, facts)).toThrow(refusal(code));
    committing(draw('countersigning', [party('HF'), party('WH')]), inTime, 'DRAW_NOT_COUNTERSIGNED');
    committing(draw('countersigning', [countersigned('HF'), party('WH')]), inTime, 'DRAW_NOT_COMMITTING');
    committing(draw('committing', [countersigned('HF'), countersigned('WH')]), late, 'DRAW_TOO_LATE');
    const revealing = draw('revealing', [committed('HF'), committed('WH')]);
    expect(() => reveal.decide(revealing, { drawId, ...own('HF') }, late)).toThrow(refusal('DRAW_TOO_LATE'));
  });

  it('of the last party end the phase', () => {
    const given = { drawId, party: 'HF', commitment: commitment('HF') };
    const last = commit.decide(draw('committing', [countersigned('HF'), committed('WH')]), given, inTime);
    const both = ['HF', 'WH'].map((name) => ({ party: name, commitment: commitment(name) }));
    expect(told(last)[1]).toEqual({
      ...{ type: 'draw.commitments-closed', drawId, commitmentRoot: commitmentRootOf(both) },
      deadline: '2026-11-23T01:15:00.000Z',
    });
    const { nonce, salt } = own('WH');
    const revealed = draw('revealing', [committed('HF'), { ...committed('WH'), nonce, salt }]);
    const made = reveal.decide(revealed, { drawId, ...own('HF') }, inTime);
    expect(told(made).map(({ type }) => type)).toEqual(['draw.revealed', 'draw.reveals-closed']);
  });
});

describe('a deadline', () => {
  const close = (state: DrawState, facts = late) => closeOverdue.decide(state, { drawId }, facts);

  it('records who is late with the reason, and goes on with the others', () => {
    const events = told(close(draw('countersigning', [countersigned('HF'), party('WH')])));
    expect(events).toEqual([
      { type: 'draw.withheld', drawId, party: 'WH', reason: expect.stringContaining('逾期未会签') },
      { type: 'draw.countersignatures-closed', drawId, deadline: '2026-11-23T01:20:01.000Z' },
    ]);
  });

  it('fails the draw where nobody is left', () => {
    for (const phase of ['countersigning', 'committing', 'revealing'] as const) {
      const events = told(close(draw(phase, [party('HF'), party('WH', { withheld: '逾期' })])));
      expect(events.map(({ type }) => type)).toEqual(['draw.withheld', 'draw.failed']);
    }
  });

  it('is not before its time, nor after the ceremony', () => {
    expect(() => close(draw('revealing', []), inTime)).toThrow(refusal('DRAW_DEADLINE'));
    for (const phase of ['drawing', 'completed', 'failed'] as const)
      expect(() => close(draw(phase, []))).toThrow(refusal('DRAW_OVER'));
  });
});

describe('a result', () => {
  const record = (phase: DrawState['phase'], made: Parameters<typeof recordResult.decide>[1]['made']) =>
    recordResult.decide(draw(phase, []), { drawId, made }, late);

  it('is recorded once', () => {
    expect(record('drawing', { transcript: '{}' }).events.map(({ type }) => type)).toEqual([
      'draw.completed',
    ]);
    expect(record('completed', { transcript: '{}' }).events).toEqual([]);
  });

  it('that cannot be made fails the draw, with the reason', () => {
    expect(told(record('drawing', { reason: '坐不下' }))).toEqual([
      { type: 'draw.failed', drawId, reason: '坐不下' },
    ]);
  });
});
