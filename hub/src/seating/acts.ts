import { Type } from 'typebox';
import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { AdmissionBySlip, AdmissionStatement, readStatement } from '#shared/protocol/statements.ts';
import { requireBinding } from '#shared/signature/verify.ts';
import type { ActHandlers } from '../gateway/acts.ts';
import { plan } from '../ledger/command.ts';
import { type AskedAdmission, admit, changePause, leave, reportTrouble } from './decide/admission.ts';
import type { Attendance } from './reads.ts';
import { issuedSlip } from './slips.ts';

/** Made on an open line, or by the slip while there was none. */
const Admission = Type.Union([AdmissionStatement, AdmissionBySlip]);

export const seatingActs: ActHandlers<'admit' | 'trouble' | 'leave' | 'pause' | 'resume'> = {
  admit: async ({ hub, booth, act, challenge }) => {
    const statement = readStatement(Admission, act.statement.content);
    const signer = await hub.signatures
      .verify({
        cms: bytesOfBase64(act.statement.cms),
        content: new TextEncoder().encode(act.statement.content),
        anchors: hub.anchors,
        at: hub.now(),
      })
      .then(({ signer, binding }): AskedAdmission['signer'] => {
        requireBinding(binding, { purpose: 'admission', booth });
        return signer;
      })
      .catch((error: unknown): AskedAdmission['signer'] => {
        if (!(error instanceof Refusal)) throw error;
        return { refusal: error };
      });
    const slipDigestOf = (held: Attendance, key: string) => issuedSlip(hub.logKey, held, key)?.digest ?? '';
    return plan(admit, { booth, challenge, statement, signer, slipDigestOf });
  },
  trouble: async ({ booth, act }) => plan(reportTrouble, { booth, what: act.what }),
  pause: async ({ booth }) => plan(changePause, { booth, paused: true }),
  resume: async ({ booth }) => plan(changePause, { booth, paused: false }),
  leave: async ({ booth }) => plan(leave, { booth }),
};
