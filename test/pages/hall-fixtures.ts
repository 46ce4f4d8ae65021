/** A morning at a hall desk, as the hub would show it. */
import { idKeyOf } from '#shared/pool/id-proof.ts';
import type { ReadinessRow } from '#shared/protocol/readiness-views.ts';
import type {
  AlertView,
  DrawView,
  HallDeskView,
  SeatView,
  SessionView,
  SlipView,
} from '#shared/protocol/views.ts';
import type { Place, PlacePair } from '#shared/venues/plan.ts';
import { readinessFault } from '#shared/venues/readiness.ts';

export const deskSession: SessionView = {
  user: 'hefei-desk',
  name: '周晓岚',
  role: 'hall',
  site: 'HF',
  charge: null,
};

const names = [
  '陈国栋',
  '李慧敏',
  '王建军',
  '赵雅琴',
  '孙志远',
  '钱文博',
  '吴秀英',
  '郑海涛',
  '冯丽华',
  '褚明德',
  '卫东升',
];

export function person(
  index: number,
  given: Partial<HallDeskView['people'][number]> = {},
): HallDeskView['people'][number] {
  return {
    badge: `ZJ-0${1021 + index}`,
    name: names[index % names.length] ?? '',
    checkedInAt: `2026-11-23T00:${String(10 + index * 2).padStart(2, '0')}:${String((index * 17) % 60).padStart(2, '0')}.000Z`,
    hall: null,
    seat: null,
    slipReady: false,
    admitted: false,
    left: false,
    ...given,
  };
}

export function seats(
  rows: number,
  columns: number,
  given: Readonly<Record<string, Partial<SeatView>>>,
): SeatView[] {
  const all: SeatView[] = [];
  for (let row = 1; row <= rows; row++) {
    for (let column = 1; column <= columns; column++) {
      const place = `${String(row).padStart(2, '0')}${String(column).padStart(2, '0')}`;
      if (place === '0311' || place === '0312') continue; // a pillar
      all.push({
        id: `HF1-${place}`,
        row,
        column,
        state: 'free',
        lock: null,
        pausedAt: null,
        booth: `HF1-B${place}`,
        presence: 'present',
        lastHeardAt: '2026-11-23T00:58:31.000Z',
        pending: 0,
        trouble: null,
        ...given[place],
      });
    }
  }
  return all;
}

export const seatDigest = '5f0c4b7e6f7a1d2c3b4a59687766554433221100ffeeddccbbaa998877665544';

export function draw(given: Partial<DrawView> = {}): DrawView {
  return {
    drawId: 'HF1-20261123-1#1',
    kind: 'seats',
    title: '合肥一厅',
    inputDigest: seatDigest,
    phase: 'committing',
    parties: [
      { party: 'HF', countersigned: true, committed: false, revealed: false, withheld: null },
      { party: 'WH', countersigned: true, committed: true, revealed: false, withheld: null },
    ],
    commitmentRoot: null,
    deadline: '2026-11-23T01:08:00.000Z',
    beacon: null,
    named: null,
    readings: [],
    readingsVoidedAt: null,
    seed: null,
    openedAt: '2026-11-23T00:58:00.000Z',
    completedAt: null,
    ...given,
  };
}

/** The draw once it is made. */
export function completedDraw(): DrawView {
  return draw({
    phase: 'completed',
    parties: draw().parties.map((party) => ({ ...party, committed: true, revealed: true })),
    commitmentRoot: '3d'.repeat(32),
    seed: '9ac4'.repeat(16),
    completedAt: '2026-11-23T00:59:40.000Z',
  });
}

export function alert(given: Partial<AlertView> = {}): AlertView {
  return {
    id: 'A3',
    code: 'ADMISSION_REFUSED',
    severity: 'severe',
    at: '2026-11-23T00:57:12.000Z',
    text: {
      zh: '席位 HF1-0203 拒绝工作证 ZJ-01029 入座：您的席位不在这里，请按座位单前往您的席位。',
      en: 'Seat HF1-0203 refused badge ZJ-01029: This is not your seat. Go to the seat on your slip.',
    },
    project: null,
    site: 'HF',
    booth: 'HF1-B0203',
    state: 'open',
    decision: null,
    ...given,
  };
}

/** A hall of seats alone: no aisle, no wall. */
const PLAIN = { closed: [], aisles: [], walls: [], joined: [] };

/** A large hall with an aisle, and a wall that stands half-way across. */
export const WALLED = {
  ...{ rows: 10, columns: 20, closed: [], joined: [] },
  aisles: Array.from({ length: 10 }, (_, row): Place => [row + 1, 9]),
  walls: Array.from(
    { length: 8 },
    (_, column): PlacePair => [
      [5, column + 1],
      [6, column + 1],
    ],
  ),
};

/** Of the hub that is shown, for proofs of ID numbers. */
export const HUB_SECRET = new Uint8Array(32).fill(7);

export function desk(given: Partial<HallDeskView> = {}): HallDeskView {
  const people = given.people ?? [person(0), person(1), person(2)];
  return {
    site: { id: 'HF', name: '合肥评标中心', city: '合肥市' },
    now: '2026-11-23T00:58:33.000Z',
    expected: 11,
    checkedIn: people.length,
    allIn: false,
    people,
    halls: [
      {
        id: 'HF1',
        name: '合肥一厅',
        rows: 5,
        columns: 12,
        ...PLAIN,
        seats: seats(5, 12, {}),
        seatDraw: null,
        toSeat: people.filter((entry) => entry.seat === null).length,
      },
    ],
    alerts: [],
    identity: { needed: true, key: idKeyOf(HUB_SECRET), reader: '' },
    ...given,
  };
}

export const slip: SlipView = {
  badge: 'ZJ-01023',
  name: '王建军',
  site: '合肥评标中心',
  hall: '合肥一厅',
  seat: 'HF1-0307',
  row: 3,
  column: 7,
  code: '482913',
  qr: '001131159814144000000027000939008526281920896000000000000000000000000000000000000000000067544027524734722463117256404166481015081337987927000801401689074210575515757602009106508295472056282185491509235770277545975211239720898922098256678304074230834184074148251867142757592145946909718357131987658446518077228046521593242782627907110206839678846381006',
  issuedAt: '2026-11-23T00:59:40.000Z',
};

const terminal = (seat: string, faults: ReadinessRow['faults'], reported = true): ReadinessRow => ({
  ...{ site: 'HF', hall: 'HF1', seat: `HF1-${seat}`, booth: `HF1-B${seat}` },
  ready: faults.every(({ blocks }) => !blocks),
  faults,
  report: reported ? { at: '2026-11-23T00:20:00.000Z', digest: seatDigest, signed: true } : null,
});

export const readiness: ReadinessRow[] = [
  terminal('0101', []),
  terminal('0102', [readinessFault('LOCKDOWN_UNUSED'), readinessFault('ACTS_WAITING', { count: 3 })]),
  terminal('0103', [
    readinessFault('SCREENS_SEVERAL', { count: 2 }),
    readinessFault('CLOCK_OFF', { seconds: 340 }),
    readinessFault('LOCKDOWN_UNUSED'),
  ]),
  terminal('0104', [readinessFault('BOOTH_SILENT'), readinessFault('REPORT_MISSING')], false),
];
