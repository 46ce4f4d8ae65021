/** The terminal's report before its day starts: made anew when what it says has changed, said once on each line. */
import { base64Of, canonicalText, digestOf } from '#shared/canonical/index.ts';
import { PROTOCOL } from '#shared/protocol/booth-frames.ts';
import { READINESS_FORM, type Readiness, type SignedReadiness } from '#shared/protocol/readiness.ts';
import { dayInChina } from '#shared/time/day.ts';
import { faultsOfReport } from '#shared/venues/readiness.ts';
import type { InspectionPort } from '../devices/ports.ts';
import type { LineIdentity } from './world.ts';

/** What the core knows of itself; the rest is looked at. */
export type Known = Pick<Readiness, 'booth' | 'at' | 'screens' | 'fingerprint' | 'clockAhead' | 'lock'> & {
  readonly hub: string;
  readonly pending: number;
};

export class ReadinessReport {
  readonly #inspection: InspectionPort;
  readonly #identity: LineIdentity | undefined;
  #last: { readonly essence: string; readonly signed: SignedReadiness } | null = null;
  #said = false;

  /** `identity`: of an enrolled terminal, whose key signs. */
  constructor(inspection: InspectionPort, identity: LineIdentity | undefined) {
    this.#inspection = inspection;
    this.#identity = identity;
  }

  /** Another line: what was said on the one before may not have arrived. */
  lineOpened(): void {
    this.#said = false;
  }

  /** Looks at the machine; gives the report to be said, null where it was said on this line and still holds. */
  async look(known: Known): Promise<SignedReadiness | null> {
    const report = await this.#report(known);
    const essence = essenceOf(report);
    if (this.#last?.essence !== essence) {
      this.#last = { essence, signed: this.#sign(canonicalText(report)) };
      this.#said = false;
    }
    if (this.#said) return null;
    this.#said = true;
    return this.#last.signed;
  }

  async #report({
    booth,
    at,
    screens,
    fingerprint,
    clockAhead,
    lock,
    hub,
    pending,
  }: Known): Promise<Readiness> {
    const { software, devices, freeMebibytes } = await this.#inspection.look();
    const certificateUntil = this.#identity?.until().toISOString() ?? null;
    return {
      form: READINESS_FORM,
      ...{ booth, at, screens, fingerprint, clockAhead, lock },
      software: { ...software, protocol: PROTOCOL },
      devices: [...devices],
      line: { hub, certificateUntil },
      disk: { pending, freeMebibytes },
    };
  }

  #sign(report: string): SignedReadiness {
    const signed = this.#identity?.sign(new TextEncoder().encode(report));
    if (!signed) return { report, signed: null };
    const { certificate, signature } = signed;
    return { report, signed: { certificate: base64Of(certificate), signature: base64Of(signature) } };
  }
}

/** What makes another report: another day, another machine, another fault; not that time or disk went on. */
function essenceOf(report: Readiness): string {
  const { at, clockAhead: _clock, disk: _disk, ...rest } = report;
  return digestOf([dayInChina(at), rest, faultsOfReport(report).map(({ code }) => code)]);
}
