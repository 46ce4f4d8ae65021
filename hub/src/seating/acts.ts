import { bytesOfBase64 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import { AdmissionStatement, readStatement } from '#shared/protocol/statements.ts';
import { requireBinding } from '#shared/signature/verify.ts';
import type { ActHandlers } from '../gateway/acts.ts';
import { plan } from '../ledger/command.ts';
import { type AskedAdmission, admit, leave, reportTrouble } from './decide/admission.ts';

export const seatingActs: ActHandlers<'admit' | 'trouble' | 'leave'> = {
  admit: async ({ hub, booth, act, challenge }) => {
    const statement = readStatement(AdmissionStatement, act.statement.content);
    const signer = await hub
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
        return { refusal: error.code, detail: error.toMessage().message.zh };
      });
    return plan(admit, { booth, challenge, statement, signer });
  },
  trouble: async ({ booth, act }) => plan(reportTrouble, { booth, what: act.what }),
  leave: async ({ booth }) => plan(leave, { booth }),
};
