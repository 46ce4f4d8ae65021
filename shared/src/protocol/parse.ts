import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { type Fault, Refusal } from '../catalogue/refusal.ts';

const compiled = new WeakMap<TSchema, Validator>();

/** Faults beyond this number are counted but not listed: a person cannot use more, and an attacker must not. */
const FAULTS_LISTED = 50;

/**
 * Checks `value` against `schema` and gives it back typed. Refuses with INPUT_INVALID and every fault with its
 * place; nothing is coerced, defaulted or dropped.
 */
export function parse<const T extends TSchema>(schema: T, value: unknown): Static<T> {
  const validator = validatorOf(schema);
  if (validator.Check(value)) return value as Static<T>;
  const errors = validator.Errors(value);
  const faults: Fault[] = errors.slice(0, FAULTS_LISTED).map((error) => ({
    code: 'INPUT_FIELD',
    place: placeOf(error.instancePath),
    values: { detail: error.message },
  }));
  throw new Refusal('INPUT_INVALID', { count: errors.length }, faults);
}

function validatorOf(schema: TSchema): Validator {
  let validator = compiled.get(schema);
  if (!validator) {
    validator = Compile(schema) as unknown as Validator;
    compiled.set(schema, validator);
  }
  return validator;
}

/** Turns a JSON pointer into the notation people use: `/items/2/max` → `items[2].max`. */
export function placeOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce(
      (place, part) => (/^\d+$/.test(part) ? `${place}[${part}]` : place ? `${place}.${part}` : part),
      '',
    );
}
