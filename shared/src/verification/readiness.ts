/** A terminal's readiness report, verified against the authority of the booths (`identity/booths.crt` of the hub). */
import type { SignedReadiness } from '../protocol/readiness.ts';
import { requireTrusted } from '../signature/chain.ts';
import { readReadiness, requireReadinessSignature } from '../venues/readiness.ts';
import { type Check, checked } from './check.ts';

/** Whether a JSON file is a readiness report, signed or not. */
export const isReadiness = (json: unknown): boolean =>
  typeof json === 'object' && json !== null && 'report' in json && 'signed' in json;

/** The checks of a report. `anchors`: DER certificates of the authorities that are trusted. */
export async function verifyReadiness(
  readiness: SignedReadiness,
  anchors: readonly Uint8Array[],
): Promise<Check[]> {
  const form = await checked(
    { zh: '是一份完整的终端就绪报告', en: 'it is a whole readiness report of a terminal' },
    'report',
    () => readReadiness(readiness),
  );
  if (!form.holds) return [form];
  const { booth, at } = readReadiness(readiness);
  return [
    form,
    await checked({ zh: '终端的密钥签了它', en: "the terminal's key has signed it" }, 'signed', () =>
      requireReadinessSignature(readiness),
    ),
    await checked(
      {
        zh: `证书由受信任的机构签发给终端 ${booth}`,
        en: `its certificate was issued to terminal ${booth} by a trusted authority`,
      },
      'signed.certificate',
      async () => {
        const certificate = await requireReadinessSignature(readiness);
        await requireTrusted(certificate, [], anchors, new Date(at));
        return certificate.facts.name === booth;
      },
    ),
  ];
}
