/** A small document with more than one piece to it. */
import { sha256Hex } from '#shared/canonical/index.ts';

const LINES = Array.from({ length: 200 }, (_, n) => `% 第 ${n} 行\n`).join('');
export const pdf = Buffer.from(`%PDF-1.7\n${LINES}startxref\n9\n%%EOF\n`);
export const digest = sha256Hex(new Uint8Array(pdf));
/** Its bytes from one on, in two pieces. */
export const piecesFrom = (from: number) => [pdf.subarray(from, from + 700), pdf.subarray(from + 700)];
