/** A code for a booth, by the page or at the hub's machine. */
import { sha256, sha256Hex } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { EnrolmentCodeView } from '#shared/protocol/enrolment-views.ts';
import { enrolmentCode } from '#shared/venues/enrolment-code.ts';
import type { Hub } from '../gateway/hub.ts';
import { type Actor, plan } from '../ledger/command.ts';
import { offerEnrolment } from './decide.ts';

const SECRET_BYTES = 16;

/** Makes a code, of which the hub keeps a digest alone. Refuses BOOTH_ABSENT, ENROLMENT_LINES_TOKEN. */
export async function offerCode(
  { boothAuthority, random, spine }: Pick<Hub, 'boothAuthority' | 'random' | 'spine'>,
  asked: { booth: string; hall?: string; who: string },
  actor: Actor,
): Promise<EnrolmentCodeView> {
  if (!boothAuthority) throw new Refusal('ENROLMENT_LINES_TOKEN');
  const { secret, text } = enrolmentCode(random(SECRET_BYTES), sha256(boothAuthority.certificate));
  const { until } = await spine.do(plan(offerEnrolment, { ...asked, code: sha256Hex(secret) }), actor);
  return { booth: asked.booth, code: text, until };
}
