/** What administrators are shown of the booths' enrolment. */

/** GET /api/enrolments → EnrolmentsView: how booths come to this hub, and the certificate of each that has had a code. */
export interface EnrolmentsView {
  /** `token`: lines without TLS, from the hub's own machine alone; nothing is enrolled there. */
  lines: 'tls' | 'token';
  /** Port of the booths' TLS lines; null for `token`. */
  port: number | null;
  booths: EnrolmentRow[];
}
export interface EnrolmentRow {
  booth: string;
  /** `offered`: a code was shown and not used yet; `expired`: a certificate, no longer valid. */
  state: 'offered' | 'valid' | 'expired' | 'revoked';
  /** End of the code or the certificate; when it was revoked. */
  until: string;
}
/** POST /api/booths/:booth/enrolment → the code, told once. */
export interface EnrolmentCodeView {
  booth: string;
  code: string;
  until: string;
}
