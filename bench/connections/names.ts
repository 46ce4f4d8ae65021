/** Which booths a crowd is of, and what they show at the door. */
export interface Crowd {
  readonly address: string;
  readonly from: number;
  readonly to: number;
  /** Lines that are being opened at any moment. */
  readonly atOnce: number;
  /** Where the booths' certificates are; '' for lines without TLS. */
  readonly tls: string;
}

export const boothName = (n: number) => `B-${n}`;
export const boothToken = (n: number) => `token of booth ${n}`;
