import type { Static, TSchema } from 'typebox';
import { base64Of, bytesOfBase64 } from '#shared/canonical/index.ts';
import { Refusal } from '#shared/catalogue/refusal.ts';
import type { Signed, SignedPurpose } from '#shared/protocol/evaluation.ts';
import { readStatement } from '#shared/protocol/statements.ts';
import { type Binding, requireBinding, type UnboundSignature } from '#shared/signature/verify.ts';
import type { Hub } from '../gateway/hub.ts';
import type { Decision, NewEvent, Planned } from '../ledger/command.ts';
import { findExpert } from '../panels/reads.ts';
import { type Occupancy, occupancyOfBooth } from '../seating/reads.ts';
import type { Db } from '../store/database.ts';

/** A statement whose signature, chain, binding and signer have been verified. */
export interface VerifiedStatement<T> {
  /** Pseudonym of the expert whose own key signed. */
  readonly expert: string;
  readonly project: string;
  readonly statement: T;
  readonly content: string;
  readonly cms: string;
  /** Time-stamp over the CMS. */
  readonly tsr: string;
}

/** What is signed, for what, and by the expert at which booth. */
export interface StatementCall<S extends TSchema> {
  readonly hub: Hub;
  readonly booth: string;
  readonly purpose: SignedPurpose;
  readonly schema: S;
  readonly signed: Signed;
}

/** What can be said of a signed statement without knowing who sits where. */
interface Examined<T> {
  readonly statement: T;
  readonly signature: UnboundSignature;
  readonly tsr: string;
}

/**
 * Plans what follows from a statement that the expert at a booth has signed: canonical content of the right form; a
 * CMS that chains to the trusted authorities, binds purpose, project, expert, seat, booth and version, and was made
 * by this expert's own key. Whether the content fits the evaluation is the decision's affair.
 *
 * The signature is verified before the transaction; who it must be by, and for what, is asked within it: the acts
 * before this one may have changed that.
 */
export async function planSigned<const S extends TSchema>(
  call: StatementCall<S>,
  follow: (db: Db, verified: VerifiedStatement<Static<S>>) => Planned | Promise<Planned>,
): Promise<Planned> {
  const { booth, purpose, signed } = call;
  const examined = await examine(call).catch(refusalOnly);
  return {
    name: purpose,
    run: async (db, facts) => {
      const occupancy = await occupancyOfBooth(db, booth);
      const { expert, realId, project } = occupancy ?? {};
      if (occupancy?.phase !== 'session' || !expert || !realId || !project)
        throw new Refusal('SESSION_REQUIRED');
      if (examined instanceof Refusal) return refused(examined, occupancy);
      const { statement, signature, tsr } = examined;
      requireBinding(signature.binding, bindingOf(purpose, occupancy, statement));
      if (signature.signer.fingerprint !== (await findExpert(db, realId))?.keyFingerprint)
        throw new Refusal('SIGNER_OTHER', { signer: signature.signer.name });
      const { content, cms } = signed;
      const followed = await follow(db, { expert, project, statement, content, cms, tsr });
      return followed.run(db, facts);
    },
  };
}

async function examine<const S extends TSchema>({ hub, schema, signed }: StatementCall<S>) {
  const statement = readStatement(schema, signed.content);
  const at = hub.now();
  const cms = bytesOfBase64(signed.cms);
  const content = new TextEncoder().encode(signed.content);
  const { anchors, identity } = hub;
  const { timeStamp } = identity;
  const signature = await hub.signatures.verifyStamped({ cms, content, anchors, at, timeStamp });
  return { statement, signature, tsr: base64Of(signature.tsr) } satisfies Examined<Static<S>>;
}

/** A key that its authority has revoked is on record, and the staff hear of it: no other try of the expert helps. */
function refused(refusal: Refusal, { booth, seat, site }: Occupancy): Decision<unknown> {
  if (refusal.code !== 'CERTIFICATE_REVOKED') throw refusal;
  const payload = { booth, seat, site, code: refusal.code, ...refusal.toMessage().message };
  const event: NewEvent = { type: 'signature.refused', subject: `booth/${booth}`, payload };
  return { events: [event], answer: null, refusal };
}

function refusalOnly(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}

function bindingOf(purpose: SignedPurpose, occupancy: Occupancy, statement: unknown): Binding {
  const { version } = statement as { version?: number };
  const { project, expert, seat, boothDigest } = occupancy;
  return {
    purpose,
    ...(project === null ? {} : { project }),
    ...(expert === null ? {} : { expert }),
    seat,
    booth: boothDigest,
    ...(version === undefined ? {} : { version }),
  };
}
