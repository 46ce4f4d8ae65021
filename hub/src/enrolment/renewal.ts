/** The next certificate of a booth, asked for on its line before the present one ends. */
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { HubFrame } from '#shared/protocol/booth-frames.ts';
import type { Hub } from '../gateway/hub.ts';
import { plan } from '../ledger/command.ts';
import { issueForBooth, readRequest } from './certificates.ts';
import { renewCertificate } from './decide.ts';

/** `shown`: SHA-256 of the certificate of its line. Refuses ENROLMENT_REQUEST_INVALID, BOOTH_CERTIFICATE_…. */
export async function renew(
  { boothAuthority, spine, now, settings }: Hub,
  { booth, shown, request }: { booth: string; shown: string; request: string },
): Promise<HubFrame> {
  if (!boothAuthority) throw new Refusal('FRAME_INVALID');
  const asked = await readRequest(bytesOfBase64(request));
  const days = settings.certificateDays;
  const issued = await issueForBooth(boothAuthority, { booth, request: asked, now: now(), days });
  await spine.do(plan(renewCertificate, { shown, issued }), { kind: 'booth', id: booth });
  return { type: 'renewed', at: now().toISOString(), certificate: issued.certificate };
}
