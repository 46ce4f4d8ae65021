import { type TSchema, Type } from 'typebox';

/**
 * What every object of the language has under these names: an id that is one of them would find it where marks or votes
 * are looked up by id, and nobody gave it.
 */
const taken = Object.getOwnPropertyNames(Object.prototype).filter((name) => /^[A-Za-z0-9]/.test(name));

/** The most characters of an identifier. */
export const ID_LENGTH = 64;

/** An identifier that is safe in a file name, an address, a log line and as a key: letters, digits, `-`, `_` and `.`. */
export const Id = Type.String({
  pattern: `^(?!(?:${taken.sort().join('|')})$)[A-Za-z0-9][A-Za-z0-9_.-]{0,${ID_LENGTH - 1}}$`,
});

/** A draw's id: that of what is drawn, `#`, and the attempt. */
export const DrawId = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}(~sites)?#[1-9][0-9]{0,3}$' });

export const instantPattern = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$';

/** A UTC instant, e.g. `2026-11-23T01:00:00.000Z`. */
export const Instant = Type.String({ pattern: instantPattern });

/** A day of the calendar, e.g. `2026-11-23`; whether there is such a day is checked where it is used. */
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

/** 32 bytes in lower-case hex: a SHA-256 digest, a nonce, a salt. */
export const Hex32 = Type.String({ pattern: '^[0-9a-f]{64}$' });

/** Bytes in base64, at most 64 KiB of them: a signature, a certificate. */
export const Base64 = Type.String({
  pattern: '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
  minLength: 4,
  maxLength: 87_384,
});

/** A text of any writing, with so many characters. The character U+0000 is in no writing, and not every store keeps it. */
export const written = (minLength: number, maxLength: number) =>
  Type.String({ minLength, maxLength, pattern: '^[^\\u0000]*$' });

/** One line of a name or title. */
export const Line = written(1, 200);

/** A written reason, explanation or question. */
export const Prose = written(1, 4000);

/** A mark or score in thousandths of a point. */
export const Thousandths = Type.Integer({ minimum: 0, maximum: 1_000_000 });

/** A badge number, as printed on the badge and read by its scanner. */
export const Badge = Type.String({ pattern: '^[A-Za-z0-9-]{3,32}$' });

/** How many digits a seat slip has for the keyboard. */
export const SLIP_CODE_DIGITS = 6;

/** The digits of a seat slip that are typed where its QR code is not scanned. */
export const SlipCode = Type.String({ pattern: `^[0-9]{${SLIP_CODE_DIGITS}}$` });

/** An object schema that refuses fields it does not name. */
export const closed = { additionalProperties: false } as const;

/**
 * An object whose keys are not known beforehand, each with such a value. A key with a line break is refused: the
 * pattern of a bare `Type.Record` does not see it, and would let anything stand under it.
 */
export const keyed = <const T extends TSchema>(value: T) => Type.Record(Type.String(), value, closed);
