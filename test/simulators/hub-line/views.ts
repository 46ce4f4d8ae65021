/** Views of a small evaluation as a hub would tell them to booth `B-01`. */
import { withMark } from '#booth/core/overlay.ts';
import type { BoothView } from '#shared/protocol/booth-frames.ts';
import type { ExpertView } from '#shared/protocol/evaluation.ts';
import type { HubLine } from './hub-line.ts';

const place = {
  booth: 'B-01',
  seat: 'H-0101',
  hall: '一号评标大厅',
  site: '主场',
  call: null,
  orders: [],
} satisfies Partial<BoothView>;

export const closedView: BoothView = { ...place, phase: 'closed', session: null, slip: null };
export const openView: BoothView = { ...place, phase: 'open', session: null, slip: null };

/** An expert's view at a step; three bidders of which the third is not valid, two items. */
export function expertAt(step: ExpertView['step'], changes: Partial<ExpertView> = {}): ExpertView {
  return {
    expert: 'a1'.repeat(32),
    name: '李明',
    alias: '专家甲',
    ticket: 'b2'.repeat(32),
    isChair: false,
    seat: place.seat,
    boothDigest: 'c3'.repeat(32),
    project: {
      id: 'P1',
      title: '某市道路改造工程',
      stage: 'marking',
      items: [
        { id: 'T1', section: 'technical', title: '施工方案', max: 15_000, step: 500, kind: 'subjective' },
        { id: 'C1', section: 'commercial', title: '业绩', max: 5000, step: 1000, kind: 'objective' },
      ],
    },
    step,
    bidders: [
      { id: 'B1', name: '甲公司', valid: true },
      { id: 'B2', name: '乙公司', valid: true },
      { id: 'B3', name: '丙公司', valid: false },
    ],
    candidates: ['专家甲', '专家乙'],
    chair: '专家乙',
    myVerdicts: {},
    disputes: [],
    competitionVote: null,
    talk: { state: 'open', said: 0 },
    statements: [],
    clarifications: [],
    marks: {},
    differing: [],
    sheetVersion: 1,
    flags: [],
    flagVotes: [],
    result: null,
    reportDigest: null,
    ...changes,
  };
}

export function sessionView(session: ExpertView): BoothView {
  return { ...place, phase: 'session', session, slip: null };
}

/** Marks for every item of every valid bidder. */
export const fullMarks = { B1: { T1: 12_000, C1: 4000 }, B2: { T1: 9500, C1: 3000 } };

/** Lets the stand-in keep marks as the hub does, and show them in its next view. */
export function keepMarks(hub: HubLine): void {
  hub.decide = (act) => {
    const { session } = hub.view;
    if (act.kind !== 'mark' || !session) return null;
    const marks = withMark(session.marks, act.bidder, act.item, act.mark);
    hub.view = { ...hub.view, session: { ...session, marks } };
    return null;
  };
}
