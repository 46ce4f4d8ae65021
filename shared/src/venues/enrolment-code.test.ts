import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256 } from '../canonical/index.ts';
import { authorityOf, enrolmentCode, readEnrolmentCode } from './enrolment-code.ts';

const authority = sha256('authority');
const bytes = fc.uint8Array({ minLength: 8, maxLength: 16 });

test('a code is read back, in whatever way it was typed', () => {
  fc.assert(
    fc.property(bytes, (secret) => {
      const { text, ...code } = enrolmentCode(secret, authority);
      expect(text).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/);
      expect(readEnrolmentCode(text)).toEqual(code);
      expect(readEnrolmentCode(` ${text.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')} `)).toEqual(
        code,
      );
      expect(code.authority).toBe(authorityOf(authority));
    }),
  );
});

test('the digits are the bytes, five bits each', () => {
  const { secret } = enrolmentCode(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0), authority);
  expect(secret).toBe('ZZZZZZZZ0000');
  expect(enrolmentCode(Uint8Array.of(0x08, 0x86, 0, 0, 0, 0, 0, 0), authority).secret).toBe('123000000000');
});

test('one digit mistyped, two exchanged, one too few: told before anything is sent', () => {
  const { text } = enrolmentCode(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), authority);
  const wrong = [...text].flatMap((digit, at) =>
    digit === '-' ? [] : [text.slice(0, at) + (digit === 'A' ? 'B' : 'A') + text.slice(at + 1)],
  );
  const exchanged = text.slice(1, 2) + text.slice(0, 1) + text.slice(2);
  for (const typed of [...wrong, exchanged, text.slice(1), `${text}0`, '', text.replace(/.$/, '!')])
    expect(() => readEnrolmentCode(typed), typed).toThrow(
      expect.objectContaining({ code: 'ENROLMENT_CODE_MISTYPED' }),
    );
});
