/** What was acknowledged and what was taken, against the ledger. */

import type { EventType } from '#shared/catalogue/events/index.ts';
import type { ActKind } from '#shared/protocol/booth-frames.ts';
import type { Morning } from '../morning.ts';
import type { SentAct } from '../observer.ts';
import type { Entry } from '../truth.ts';

/** The entry that tells of an act; of several that follow from it, this one stands for it. */
const entryOf: Readonly<Record<ActKind, readonly EventType[]>> = {
  admit: ['admission.granted'],
  pledge: ['pledge.signed'],
  declare: ['no-conflict.declared', 'recusal.declared'],
  'chair-vote': ['chair.voted'],
  review: ['verdicts.given'],
  'review-vote': ['review-vote.given'],
  'competition-vote': ['competition.voted'],
  say: ['statement.said'],
  'clarification-draft': ['clarification.drafted'],
  'clarification-relay': ['clarification.relayed'],
  mark: ['mark.drafted'],
  ready: ['marks.ready'],
  unready: ['marks.unready'],
  sign: ['sheet.signed'],
  explain: ['flag.explained'],
  'refuse-explanation': ['flag.refused'],
  'flag-vote': ['flag.vote-given'],
  consent: ['consent.signed'],
  'refuse-consent': ['consent.refused'],
  leave: ['seat.left'],
  pause: ['booth.paused'],
  resume: ['booth.resumed'],
  trouble: ['booth.trouble'],
  obeyed: ['booth.obeyed'],
};
const telling = new Set<EventType>(Object.values(entryOf).flat());

/** Fields of an act that its entry repeats. */
const repeated = ['bidder', 'item', 'mark', 'valid', 'remains', 'text', 'flag', 'what'] as const;

export function checkActs(morning: Morning): void {
  const { observer, truth, findings } = morning;
  for (const booth of morning.booths.keys()) {
    const acts = [...(observer.acts.get(booth)?.values() ?? [])].sort((a, b) => a.n - b.n);
    const acks = observer.acks.get(booth) ?? new Map<number, string | null>();
    const done = acts.filter(({ n }) => acks.get(n) === null);
    const entries = truth.entries.filter(
      ({ type, payload }) => payload.by === `booth:${booth}` && telling.has(type),
    );
    for (let place = 0; place < Math.max(done.length, entries.length); place++) {
      const difference = differs(done[place], entries[place]);
      if (!difference) continue;
      findings.add('acknowledged', `${booth}: ${difference}`);
      break;
    }
    for (const { n, act } of acts) {
      if (!acks.has(n)) findings.add('acknowledged', `${booth}: act ${n} ${act.kind} was never answered`);
    }
  }
  checkTaken(morning);
  checkStaff(morning);
}

function differs(act: SentAct | undefined, entry: Entry | undefined): string | null {
  if (!act) return `entry ${entry?.seq} ${entry?.type} stands for no act that was acknowledged next`;
  const told = `act ${act.n} ${act.act.kind} of ${act.at}`;
  if (!entry) return `${told} was acknowledged and is not in the ledger`;
  const found = `entry ${entry.seq} ${entry.type} of ${entry.payload.boothAt}`;
  const same = entryOf[act.act.kind].includes(entry.type) && entry.payload.boothAt === act.at;
  if (!same) return `${told} should come next in the ledger, and ${found} does`;
  const own = act.act as unknown as Record<string, unknown>;
  const field = repeated.find(
    (name) => name in own && name in entry.payload && own[name] !== entry.payload[name],
  );
  return field ? `${told} says ${field} ${own[field]}, ${found} says ${entry.payload[field]}` : null;
}

/** Intents that are an act by themselves and whose taking is final. */
function checkTaken({ observer, findings }: Morning): void {
  for (const { booth, intent, at, told } of observer.asked) {
    if (told !== null || intent.kind in notActs) continue;
    const kind = intent.kind === 'amend-sign' ? 'sign' : intent.kind;
    const sent = [...(observer.acts.get(booth)?.values() ?? [])].some(
      (one) => one.act.kind === kind && one.at === at,
    );
    if (!sent) findings.add('taken', `${booth}: ${intent.kind} of ${at} was taken and never sent`);
  }
}

const notActs: Readonly<Record<string, true>> = {
  badge: true,
  slip: true,
  'scan-slip': true,
  'start-over': true,
  'amend-mark': true,
  'amend-cancel': true,
};

/** What staff was told is done stood in the ledger when they were told; what can be done once stands there once. */
function checkStaff({ observer, truth, findings }: Morning): void {
  const by = (user: string, type: EventType) =>
    truth.entries.filter((entry) => entry.type === type && entry.payload.by === `user:${user}`);
  for (const { user, url, body, size } of observer.done) {
    const drawId = decodeURIComponent(url.split('/')[3] ?? '');
    const own = body as Record<string, unknown>;
    const expected: readonly [RegExp, EventType, (payload: Entry['payload']) => boolean][] = [
      [/\/site-keys$/, 'site-key.registered', (payload) => payload.key === own.key],
      [/\/countersign$/, 'draw.countersigned', (payload) => payload.drawId === drawId],
      [/\/commit$/, 'draw.committed', (payload) => payload.drawId === drawId],
      [/\/reveal$/, 'draw.revealed', (payload) => payload.drawId === drawId],
      [/\/check-in$/, 'expert.checked-in', (payload) => payload.badge === own.badge],
      [/\/freeze$/, 'project.frozen', (payload) => payload.project === drawId],
      [/\/panel$/, 'panel.requested', (payload) => payload.project === drawId],
      [/\/slips$/, 'slip.read', (payload) => payload.badge === own.badge],
      [
        /\/seat-draw$/,
        'seat-draw.requested',
        (payload) => payload.hall === String(own.halls).replaceAll(',', '+'),
      ],
    ];
    for (const [of, type, fits] of expected) {
      if (of.test(url) && !by(user, type).some(({ seq, payload }) => seq < size && fits(payload)))
        findings.add(
          'acknowledged',
          `${user}: POST ${url} was answered as done and is not in the ledger of ${size}`,
        );
    }
  }
  const once = [
    'site-key.registered',
    'draw.countersigned',
    'draw.committed',
    'draw.revealed',
    'expert.checked-in',
    'project.frozen',
    'seats.drawn',
  ] as const;
  for (const type of once) {
    const seen = new Set<string>();
    for (const { payload } of truth.entries.filter((entry) => entry.type === type)) {
      const { drawId, party, site, key: signer, badge, project } = payload;
      const key = JSON.stringify([drawId, party, site, signer, badge, project]);
      if (seen.has(key)) findings.add('acknowledged', `${type} stands twice in the ledger: ${key}`);
      seen.add(key);
    }
  }
}
