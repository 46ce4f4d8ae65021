/**
 * Invites those who are drawn: the message is made out in the ledger, handed to the gateway after that commit, and noted
 * as handed over once the gateway has it. A hub that dies in between, or a gateway that does not answer, has it sent
 * again under the same id (at least once); waits between tries grow up to five minutes.
 */
import type { Invitation } from '#shared/protocol/messages.ts';
import type { Hub } from '../gateway/hub.ts';
import { hubActor, plan } from '../ledger/command.ts';
import { type FollowUp, startFollowUp } from '../ledger/follow-up.ts';
import { callOf, type Member, uninvitedMembers } from '../panels/reads.ts';
import { findExpert } from '../pool/reads.ts';
import { findSite } from '../venues/reads.ts';
import { issueInvitation, lapseInvitation, recordInvitation } from './decide.ts';
import { type MessagePort, messagePorts } from './ports.ts';
import { type IssuedInvitation, unansweredInvitations } from './reads.ts';
import { invitationText } from './words.ts';

type InvitingHub = Pick<Hub, 'spine' | 'store' | 'settings' | 'now'>;

/** Invites each member as they are drawn, and at once those left from before. Without a gateway nobody is invited. */
export function startInvitations(hub: InvitingHub, report: (error: unknown) => void): FollowUp | null {
  const ports = messagePorts(hub.settings, hub.now);
  if (ports.length === 0) return null;
  return startFollowUp({
    spine: hub.spine,
    concerns: ({ type }) => type === 'panel.drawn' || type === 'member.replaced',
    work: () => inviteUninvited(hub, ports),
    report,
  });
}

/** One message that cannot be delivered keeps nobody else's back. */
async function inviteUninvited(hub: InvitingHub, ports: readonly MessagePort[]): Promise<void> {
  const failures: unknown[] = [];
  for (const member of await uninvitedMembers(hub.store))
    await invite(hub, ports, member).catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}

async function invite(hub: InvitingHub, ports: readonly MessagePort[], member: Member): Promise<void> {
  const { spine, settings } = hub;
  const issued = await spine.do(plan(issueInvitation, { member, minutes: settings.answerMinutes }), hubActor);
  if (!issued) return;
  const message = await messageOf(hub, issued);
  for (const port of ports) await port.deliver(message);
  await spine.do(plan(recordInvitation, member), hubActor);
}

async function messageOf({ store }: InvitingHub, issued: IssuedInvitation): Promise<Invitation> {
  const person = await findExpert(store, issued.realId);
  const site = await findSite(store, issued.site);
  const call = await callOf(store, issued.project);
  const place = site ? `${site.name}（${site.city}）` : issued.site;
  const [day, time] = [call?.day ?? null, call?.time ?? null];
  const { code, minutes } = issued;
  return {
    format: 'kawei/invitation@1',
    id: issued.message,
    expert: issued.realId,
    name: person?.name ?? '',
    site: issued.site,
    ...{ day, time, code, minutes },
    text: invitationText({ place, day, time, code, minutes }),
  };
}

/** Passes on from all who have not answered in time. */
export async function lapseUnanswered({ spine, store, now }: InvitingHub): Promise<void> {
  for (const { project, expert } of await unansweredInvitations(store, now().toISOString()))
    await spine.do(plan(lapseInvitation, { project, expert }), hubActor);
}
