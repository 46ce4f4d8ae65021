/**
 * Bytes as decimal digits, for what a scanner types like a keyboard: no input method, keyboard layout or caps lock
 * changes digits, and a QR code holds three of them in ten bits (ISO/IEC 18004, numeric mode), hardly more than bytes.
 * Six bytes, big-endian, are fifteen digits; a shorter last group has the digits that its largest value needs.
 */
const GROUP = 6;
/** Digits of a group of so many bytes. */
const DIGITS = [0, 3, 5, 8, 10, 13, 15] as const;

export function digitsOf(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += GROUP) {
    const group = bytes.subarray(at, at + GROUP);
    const value = group.reduce((sum, byte) => sum * 256 + byte, 0);
    text += String(value).padStart(DIGITS[group.length] ?? 0, '0');
  }
  return text;
}

/** The bytes of a text of digits; null for one that `digitsOf` does not write. */
export function bytesOfDigits(text: string): Uint8Array | null {
  if (!/^[0-9]*$/.test(text)) return null;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += DIGITS[GROUP]) {
    const digits = text.slice(at, at + DIGITS[GROUP]);
    const length = (DIGITS as readonly number[]).indexOf(digits.length);
    let value = Number(digits);
    if (length < 0 || value >= 256 ** length) return null;
    const group: number[] = [];
    for (let place = 0; place < length; place++) {
      group.unshift(value % 256);
      value = Math.floor(value / 256);
    }
    bytes.push(...group);
  }
  return Uint8Array.from(bytes);
}
