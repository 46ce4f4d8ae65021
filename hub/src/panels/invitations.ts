/**
 * Invitations of those who are drawn (通知): one file each in a spool directory, from which the centre's own
 * telephone and message gateway takes them. It says where to come and nothing of the project. Written after the
 * commit; a hub that dies in between writes it at its next start, under the same name.
 */
import { join } from 'node:path';
import { sha256Hex } from '#shared/canonical/index.ts';
import type { Hub } from '../gateway/hub.ts';
import { type Command, hubActor, plan } from '../ledger/command.ts';
import { type FollowUp, startFollowUp } from '../ledger/follow-up.ts';
import { makeDirectory, writeDurably } from '../store/durable-file.ts';
import { findSite } from '../venues/reads.ts';
import { findExpert, type Member, uninvitedMembers } from './reads.ts';

type InvitingHub = Pick<Hub, 'spine' | 'store' | 'settings'>;

/** What the gateway finds in the spool. */
export interface Invitation {
  readonly format: 'kawei/invitation@1';
  /** The expert's id in the pool, by which the gateway knows their telephone. */
  readonly expert: string;
  readonly name: string;
  readonly site: string;
  readonly text: { readonly zh: string; readonly en: string };
}

/** Invites each member as they are drawn, and at once those left from before. Without a spool nobody is invited. */
export function startInvitations(hub: InvitingHub, report: (error: unknown) => void): FollowUp | null {
  if (hub.settings.invitations === '') return null;
  return startFollowUp({
    spine: hub.spine,
    concerns: ({ type }) => type === 'panel.drawn' || type === 'member.replaced',
    work: () => inviteUninvited(hub),
    report,
  });
}

async function inviteUninvited(hub: InvitingHub): Promise<void> {
  for (const member of await uninvitedMembers(hub.store)) {
    await spool(hub, member);
    await hub.spine.do(plan(recordInvitation, member), hubActor);
  }
}

async function spool(
  { store, settings }: InvitingHub,
  { realId, site: siteId, project, expert }: Member,
): Promise<void> {
  const person = await findExpert(store, realId);
  const site = await findSite(store, siteId);
  const place = site ? `${site.name}（${site.city}）` : siteId;
  const invitation: Invitation = {
    format: 'kawei/invitation@1',
    expert: realId,
    name: person?.name ?? '',
    site: siteId,
    text: {
      zh: `您已被随机抽取参加评标，请携带工作证、身份证和签名 Key 到${place}服务台报到。`,
      en: `You have been drawn at random for an evaluation. Please come to the desk of ${place} with your badge, your identity card and your signing key.`,
    },
  };
  makeDirectory(settings.invitations);
  // Named after neither project nor person: who lists the directory learns nothing.
  const path = join(settings.invitations, `${sha256Hex(`${project}/${expert}`).slice(0, 32)}.json`);
  writeDurably(path, `${JSON.stringify(invitation, null, 2)}\n`);
}

const recordInvitation: Command<Member, null, null> = {
  name: 'record-invitation',
  load: async () => null,
  decide: (_state, { project, expert }) => ({
    events: [{ type: 'member.invited', subject: `project/${project}`, payload: { project, expert } }],
    answer: null,
  }),
};
