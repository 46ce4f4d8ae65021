import { sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Answer } from '#shared/protocol/messages.ts';
import type { Command, Facts, NewEvent } from '../ledger/command.ts';
import { type Member, membersOf } from '../panels/reads.ts';
import { expertByBadge } from '../pool/reads.ts';
import { type IssuedInvitation, invitationOf, invitationsOf } from './reads.ts';

/** After so many wrong codes no code is taken any more. */
const WRONG_CODES = 5;

/**
 * Makes out the invitation of a member, once: under an id from which nobody learns anything, with a code of their own.
 * Null for one who is off the panel by now: members are invited one by one, and those before may have taken a while.
 */
export const issueInvitation: Command<
  { member: Member; minutes: number },
  { readonly known: IssuedInvitation | null; readonly members: readonly Member[] },
  IssuedInvitation | null
> = {
  name: 'issue-invitation',
  load: async (db, { member: { project, expert } }) => ({
    known: await invitationOf(db, project, expert),
    members: await membersOf(db, project),
  }),
  decide({ known, members }, { member, minutes }, { random }) {
    const sits = members.some(({ expert, state }) => expert === member.expert && state === 'current');
    if (!sits) return { events: [], answer: null };
    if (known) return { events: [], answer: known };
    const { project, expert, realId, site } = member;
    const message = sha256Hex(`${project}/${expert}`).slice(0, 32);
    const code = sixDigits(random);
    const payload = { message, project, expert, realId, site, code, minutes };
    const fresh = { sentAt: null, dueAt: null, answer: null, wrong: 0, closed: false, disclosed: false };
    return {
      events: [{ type: 'invitation.issued', subject: `project/${project}`, payload }],
      answer: { ...payload, ...fresh },
    };
  },
};

/** Unbiased: numbers beyond the last whole million are drawn again. */
function sixDigits(random: Facts['random']): string {
  const limit = Math.floor(2 ** 32 / 1_000_000) * 1_000_000;
  for (;;) {
    const number = new DataView(Uint8Array.from(random(4)).buffer).getUint32(0);
    if (number < limit) return String(number % 1_000_000).padStart(6, '0');
  }
}

/**
 * The gateway has taken an invitation: from now on its time runs. The first time stands: two hubs may hand one over,
 * where one that hung goes on with what another has done meanwhile.
 */
export const recordInvitation: Command<Member, IssuedInvitation | null, null> = {
  name: 'record-invitation',
  load: (db, { project, expert }) => invitationOf(db, project, expert),
  decide(invitation, { project, expert }) {
    if (invitation?.sentAt != null) return { events: [], answer: null };
    const payload = { project, expert };
    return { events: [{ type: 'member.invited', subject: `project/${project}`, payload }], answer: null };
  },
};

interface Given {
  readonly who:
    | { readonly expert: string }
    /** At a desk: only those who are to come to its site. */
    | { readonly badge: string; readonly site: string };
  readonly code: string;
  readonly answer: Answer;
}

/**
 * Takes an expert's answer by the code of their invitation. A wrong code is on record by one entry, and is refused in the
 * same words, whether or not anybody was invited: nobody finds out by trying who was drawn, or for which project.
 */
export const answerInvitation: Command<Given, readonly IssuedInvitation[], null> = {
  name: 'answer-invitation',
  async load(db, { who }) {
    if ('expert' in who) return invitationsOf(db, who.expert);
    const person = await expertByBadge(db, who.badge);
    const all = person ? await invitationsOf(db, person.id) : [];
    return all.filter(({ site }) => site === who.site);
  },
  decide(invitations, { who, code, answer }) {
    const through = 'expert' in who ? ('gateway' as const) : ('desk' as const);
    const open = invitations.filter(({ wrong }) => wrong < WRONG_CODES);
    const meant = open.find((one) => one.code === code);
    if (!meant) {
      const tried = wrongCode(
        who,
        open.filter((one) => !isOver(one)),
      );
      // Others are told to call the desk; the desk itself is told what it can do.
      const code = through === 'desk' ? 'INVITATION_CODE_TOLD' : 'INVITATION_CODE';
      return { events: [tried], answer: null, refusal: new Refusal(code) };
    }
    if (meant.answer === answer && !meant.disclosed) return { events: [], answer: null };
    if (isOver(meant) || meant.answer === 'declined') throw new Refusal('INVITATION_OVER');
    return { events: [event('invitation.answered', meant, { answer, through })], answer: null };
  },
};

/** Nobody has answered in time. */
export const lapseInvitation: Command<{ project: string; expert: string }, IssuedInvitation | null, null> = {
  name: 'lapse-invitation',
  load: (db, { project, expert }) => invitationOf(db, project, expert),
  decide(invitation, _input, { at }) {
    const late = invitation?.dueAt != null && invitation.dueAt < at;
    if (!invitation || !late || invitation.answer !== null || invitation.closed)
      return { events: [], answer: null };
    return { events: [event('invitation.lapsed', invitation, {})], answer: null };
  },
};

/** Everybody reads an entry's subject, so it says where the code was given and nothing of whom it was for. */
function wrongCode(who: Given['who'], open: readonly IssuedInvitation[]): NewEvent {
  const type = 'invitation.code-wrong';
  const messages = open.map(({ message }) => message);
  if ('expert' in who)
    return { type, subject: 'message-gateway', payload: { through: 'gateway', who: who.expert, messages } };
  const { badge, site } = who;
  return { type, subject: `site/${site}`, payload: { through: 'desk', who: badge, site, messages } };
}

function isOver({ closed, disclosed, answer }: IssuedInvitation): boolean {
  return closed || disclosed || answer === 'unanswered';
}

function event<T extends 'invitation.answered' | 'invitation.lapsed'>(
  type: T,
  { message, project, expert }: IssuedInvitation,
  more: object,
): NewEvent {
  return { type, subject: `project/${project}`, payload: { message, project, expert, ...more } } as NewEvent;
}
