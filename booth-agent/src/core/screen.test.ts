import { expect, test } from 'vitest';
import type { Act, BoothView } from '#shared/protocol/booth-frames.ts';
import { BoothScreen } from '#shared/protocol/bridge.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import { parse } from '#shared/protocol/parse.ts';
import { closedView, expertAt, openView, sessionView } from '#test/simulators/hub-line/views.ts';
import type { Entry } from './outbox.ts';
import { screenOf } from './screen.ts';
import type { BoothState } from './state.ts';

const at = '2026-11-23T01:00:00.000Z';
const nothing: BoothState['kept'] = {
  view: null,
  welcomed: true,
  badge: null,
  slip: null,
  scan: null,
  provisional: null,
  refusal: null,
  ownKey: null,
  left: null,
  ended: false,
  amendment: {},
  paused: null,
  notes: [],
  talkRead: 0,
  documents: null,
  keyMissed: false,
  lastSavedAt: null,
  head: null,
  slipKey: null,
  lock: null,
  message: null,
  lastOrder: 0,
  heard: null,
};
const key = { state: 'present', holder: '李明', fingerprint: 'f0', triesLeft: null, touch: false } as const;

type Changes = Partial<Omit<BoothState, 'kept'>> & { readonly kept?: Partial<BoothState['kept']> };

function state(view: BoothView | null, changes: Changes = {}): BoothState {
  const { kept, ...rest } = changes;
  const documents = { trouble: null, all: null };
  const base = {
    documents,
    booth: 'B-01',
    now: at,
    hubAhead: 0,
    online: true,
    key,
    entries: [],
    notice: null,
  };
  return { ...base, ...rest, kept: { ...nothing, view, ...kept } };
}

const act = (n: number, made: Act, session: string | null, views: number | null = null): Entry => ({
  n,
  at,
  act: made,
  session,
  views,
});
const signed = { content: '{}', cms: 'AAAA' };
const idOf = ({ project, expert }: ExpertView) => `${project.id}/${expert}`;

test.each([
  ['unassigned', state(null)],
  ['unassigned', state(closedView)],
  ['badge', state(openView)],
  ['slip', state(openView, { kept: { badge: 'A-1' } })],
  ['key', state(openView, { kept: { badge: 'A-1', slip: '123456' } })],
  [
    'admitting',
    state(openView, {
      kept: { badge: 'A-1', slip: '123456' },
      entries: [act(1, { kind: 'admit', statement: signed }, null)],
    }),
  ],
  ['session', state(sessionView(expertAt('marking')))],
  [
    'key-removed',
    state(sessionView(expertAt('marking')), {
      key: { state: 'absent', holder: null, fingerprint: null, triesLeft: null, touch: false },
    }),
  ],
  ['key-removed', state(sessionView(expertAt('marking')), { kept: { ownKey: 'another' } })],
  ['session', state(sessionView(expertAt('done')), { kept: { ownKey: 'another' } })],
  ['left', state(closedView, { kept: { left: 'P1/x' } })],
  ['ended', state(closedView, { kept: { ended: true } })],
  ['badge', state(closedView, { online: false, kept: { ended: true } })],
] as const)('shows %s', (screen, shown) => {
  const made = screenOf(shown);
  expect(made.screen).toBe(screen);
  expect(() => parse(BoothScreen, made)).not.toThrow();
});

test('the own acts on their way are laid over the hub’s view, nobody else’s', () => {
  const pass = { pass: true };
  const verdicts = { B1: { form: pass, qualification: pass, responsiveness: pass } };
  const session = expertAt('review-vote', {
    disputes: [{ bidder: 'B3', findings: [], myVote: null }],
    flags: [
      {
        ...{ id: 'F1', bidder: 'B1', item: null, direction: 'high', rule: '30 %', state: 'open' },
        text: { zh: '偏高', en: 'high' },
      },
    ],
    marks: { B1: { T1: 500, C1: 1000 } },
  });
  const mine = idOf(session);
  const entries = [
    act(1, { kind: 'mark', bidder: 'B1', item: 'T1', mark: 1000 }, mine, 0),
    act(2, { kind: 'mark', bidder: 'B1', item: 'C1', mark: null }, mine),
    act(3, { kind: 'review', verdicts }, mine),
    act(4, { kind: 'review-vote', bidder: 'B3', valid: false }, mine),
    act(5, { kind: 'say', text: '同意' }, mine),
    act(6, { kind: 'say', text: '已送达' }, mine, 0),
    act(7, { kind: 'explain', flag: 'F1', text: '理由' }, mine),
    act(8, { kind: 'mark', bidder: 'B2', item: 'T1', mark: 9000 }, 'P1/another'),
    act(9, { kind: 'competition-vote', remains: false }, mine),
  ];
  const shown = screenOf(state(sessionView(session), { entries }));
  expect(shown.session).toMatchObject({
    marks: { B1: { T1: 1000 } },
    myVerdicts: verdicts,
    disputes: [{ bidder: 'B3', myVote: false }],
    statements: [{ alias: '专家甲', text: '同意' }],
    flags: [{ id: 'F1', state: 'explained', explanation: '理由' }],
    competitionVote: false,
  });
  expect(shown.session?.marks.B1).not.toHaveProperty('C1');
  expect(shown.session?.marks).not.toHaveProperty('B2');
  expect(shown.pending).toBe(7);
  expect(shown.busy).toEqual(['review', 'competition-vote', 'competition']);
});

test('a step that is done waits for the hub’s next view, with the line down too; others only for the answer', () => {
  const session = expertAt('sign');
  const busy = (made: Act, views: number | null) =>
    screenOf(state(sessionView(session), { online: false, entries: [act(1, made, idOf(session), views)] }))
      .busy;
  const sheet: Act = { kind: 'sign', sheet: signed };
  expect(busy(sheet, null)).toContain('sign');
  expect(busy(sheet, 0)).toContain('sign');
  expect(busy(sheet, 1)).toEqual([]);
  expect(busy({ kind: 'ready' }, null)).toContain('ready');
  // Taken back meanwhile, the view would be what it was before, and none would come.
  expect(busy({ kind: 'ready' }, 0)).toEqual([]);
});

test('faults are told while marks are given and signed, for valid bidders only', () => {
  const faults = (step: ExpertView['step']) => screenOf(state(sessionView(expertAt(step)))).sheetFaults;
  expect(faults('marking').map(({ bidder, item }) => `${bidder}/${item}`)).toEqual([
    'B1/T1',
    'B1/C1',
    'B2/T1',
    'B2/C1',
  ]);
  expect(faults('sign')).toHaveLength(4);
  expect(faults('review')).toEqual([]);
});
