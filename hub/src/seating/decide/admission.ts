import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Trouble } from '#shared/protocol/booth-frames.ts';
import type { AdmissionBySlip, AdmissionStatement } from '#shared/protocol/statements.ts';
import type { Command, Decision, NewEvent } from '../../ledger/command.ts';
import { expertByBadge, type Member, membershipsOf, type PooledExpert } from '../../panels/reads.ts';
import { type BoothIdentity, findBooth } from '../../venues/reads.ts';
import {
  type Attendance,
  attendanceBySlip,
  attendancesOfPerson,
  holderOfSeat,
  pausedBooths,
} from '../reads.ts';
import { isDue } from './site-now.ts';

/** What the booth has sent, as far as its signature could be verified before the transaction. */
export interface AskedAdmission {
  readonly booth: string;
  readonly challenge: string;
  readonly statement: AdmissionStatement | AdmissionBySlip;
  /** Fingerprint of the certificate that signed; a refusal when the signature does not hold. */
  readonly signer: { readonly fingerprint: string } | { readonly refusal: Refusal };
  /** Digest of the slip that holds for this seat, for a holder with this key. */
  readonly slipDigestOf: (held: Attendance, keyFingerprint: string) => string;
}

interface Door {
  readonly booth: BoothIdentity | null;
  readonly expert: PooledExpert | null;
  readonly memberships: readonly Member[];
  readonly attendances: readonly Attendance[];
  readonly slip: Attendance | null;
  readonly holder: Attendance | null;
}

/** Admits only the expert drawn for this seat, with their own slip and their own key. All else is refused by name. */
export const admit: Command<AskedAdmission, Door, null> = {
  name: 'admit',
  async load(db, { booth: id, statement }) {
    const booth = await findBooth(db, id);
    const expert = await expertByBadge(db, statement.badge);
    return {
      booth,
      expert,
      memberships: expert ? await membershipsOf(db, expert.id) : [],
      attendances: expert ? await attendancesOfPerson(db, expert.id) : [],
      slip: await attendanceBySlip(db, statement.slip),
      holder: booth ? await holderOfSeat(db, booth.seat) : null,
    };
  },
  decide(door, asked, { at }): Decision<null> {
    const { booth } = door;
    if (!booth) throw new Refusal('BOOTH_UNKNOWN');
    const refused = reasonToRefuse(door, asked, at);
    if (refused) return refuse(booth, asked.statement.badge, refused);
    const { slip } = door;
    const { statement } = asked;
    if (!slip) throw new Error('admission without a slip');
    const payload = {
      project: slip.project,
      expert: slip.expert,
      booth: booth.id,
      seat: booth.seat,
      boothDigest: booth.fingerprintDigest ?? '',
      ...('slipDigest' in statement ? { bySlipAt: statement.signedAt } : {}),
    };
    return { events: [{ type: 'admission.granted', subject: `hall/${booth.hall}`, payload }], answer: null };
  },
};

/** The first rule that this admission breaks, or null. Ordered so that a person is told the most helpful one. */
function reasonToRefuse(door: Door, asked: AskedAdmission, at: string): Refusal | null {
  const { booth, expert, attendances, slip, holder } = door;
  const { statement, signer } = asked;
  if (statement.booth !== asked.booth) return new Refusal('ADMISSION_BOOTH');
  const bySlip = 'slipDigest' in statement;
  if (!bySlip && statement.challenge !== asked.challenge) return new Refusal('ADMISSION_CHALLENGE');
  if (!expert) return new Refusal('ADMISSION_BADGE_UNKNOWN');
  const mine = presentAttendance(door, at);
  if (!mine) return notPresent(attendances[0]);
  if (mine.state === 'checked-in') return new Refusal('ADMISSION_NO_SEAT');
  if (!slip) return new Refusal(bySlip ? 'SLIP_SUPERSEDED' : 'ADMISSION_SLIP_UNKNOWN');
  if (slip.realId !== expert.id) return new Refusal('ADMISSION_SLIP_OF_ANOTHER');
  // A slip that the pool's changes have made another's, or one with the same digits from another draw.
  if (bySlip && statement.slipDigest !== asked.slipDigestOf(slip, expert.keyFingerprint))
    return new Refusal('SLIP_SUPERSEDED');
  if (slip.seat !== booth?.seat) return new Refusal('ADMISSION_WRONG_SEAT');
  if (holder?.state === 'admitted') return new Refusal('ADMISSION_SEAT_TAKEN');
  if ('refusal' in signer) return keyRefusal(signer.refusal);
  if (signer.fingerprint !== expert.keyFingerprint) return new Refusal('ADMISSION_KEY_OF_ANOTHER');
  return null;
}

/** Where they have checked in with a panel whose evaluation is held by now, and have not left. */
function presentAttendance(
  { memberships, attendances }: Pick<Door, 'memberships' | 'attendances'>,
  at: string,
): Attendance | undefined {
  const due = memberships.filter((member) => isDue(member, at));
  return attendances.find(
    (entry) => entry.state !== 'left' && due.some(({ project }) => project === entry.project),
  );
}

/**
 * By when they were last here alone: whether one is drawn must not be told before check-in. Any key gets this answer,
 * and the hall reads it.
 */
function notPresent(last: Attendance | undefined): Refusal {
  if (last?.state === 'left') return new Refusal('ADMISSION_LEFT');
  return new Refusal(last?.state === 'replaced' ? 'ADMISSION_REPLACED' : 'ADMISSION_NOT_CHECKED_IN');
}

function keyRefusal(refusal: Refusal): Refusal {
  const { code, values } = refusal;
  if (code === 'CERTIFICATE_REVOKED') return new Refusal('ADMISSION_KEY_REVOKED', values);
  if (!code.startsWith('CERTIFICATE_')) return new Refusal('ADMISSION_SIGNATURE');
  return new Refusal('ADMISSION_KEY_UNTRUSTED', { ...refusal.toMessage().message });
}

function refuse(booth: BoothIdentity, badge: string, refusal: Refusal): Decision<null> {
  const { zh, en } = refusal.toMessage().message;
  const payload = { booth: booth.id, seat: booth.seat, site: booth.site, badge, code: refusal.code, zh, en };
  const event: NewEvent = { type: 'admission.refused', subject: `booth/${booth.id}`, payload };
  return { events: [event], answer: null, refusal };
}

/** A booth's expert has finished and leaves; the seat is free again. */
export const leave: Command<
  { booth: string },
  { booth: BoothIdentity | null; holder: Attendance | null },
  null
> = {
  name: 'leave',
  load: async (db, { booth: id }) => {
    const booth = await findBooth(db, id);
    return { booth, holder: booth ? await holderOfSeat(db, booth.seat) : null };
  },
  decide({ booth, holder }) {
    if (!booth || holder?.state !== 'admitted') throw new Refusal('SESSION_REQUIRED');
    const { project, expert } = holder;
    const payload = { booth: booth.id, seat: booth.seat, project, expert };
    return { events: [{ type: 'seat.left', subject: `hall/${booth.hall}`, payload }], answer: null };
  },
};

/** The expert has covered their screen, or goes on; said twice it is no news. */
export const changePause: Command<
  { booth: string; paused: boolean },
  { booth: BoothIdentity | null; holder: Attendance | null; isPaused: boolean },
  null
> = {
  name: 'change-pause',
  load: async (db, { booth: id }) => {
    const booth = await findBooth(db, id);
    const holder = booth ? await holderOfSeat(db, booth.seat) : null;
    return { booth, holder, isPaused: (await pausedBooths(db)).has(id) };
  },
  decide({ booth, holder, isPaused }, { paused }) {
    if (!booth || holder?.state !== 'admitted') throw new Refusal('SESSION_REQUIRED');
    if (isPaused === paused) return { events: [], answer: null };
    const payload = { booth: booth.id, seat: booth.seat, site: booth.site };
    const type = paused ? 'booth.paused' : 'booth.resumed';
    return { events: [{ type, subject: `booth/${booth.id}`, payload }], answer: null };
  },
};

/** The expert calls for help, or their key was pulled out or put back. */
export const reportTrouble: Command<{ booth: string; what: Trouble }, BoothIdentity | null, null> = {
  name: 'report-trouble',
  load: (db, { booth }) => findBooth(db, booth),
  decide(booth, { what }) {
    if (!booth) throw new Refusal('BOOTH_UNKNOWN');
    const payload = { booth: booth.id, seat: booth.seat, site: booth.site, what };
    return { events: [{ type: 'booth.trouble', subject: `booth/${booth.id}`, payload }], answer: null };
  },
};
