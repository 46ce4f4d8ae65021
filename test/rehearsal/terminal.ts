import type { Fingerprint } from '#shared/protocol/booth-frames.ts';

/** A terminal's fingerprint. */
export const terminal: Fingerprint = [
  { part: 'board-serial', value: 'BOARD-1' },
  { part: 'disk-serial', value: 'DISK-1' },
  { part: 'mac', value: '00:16:3e:00:00:01' },
];
