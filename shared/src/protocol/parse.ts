import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { type Fault, Refusal } from '../catalogue/refusal.ts';
import { faultsOf, type JsonSchema } from './faults.ts';

const compiled = new WeakMap<TSchema, Validator>();

/** Faults beyond this number are counted but not listed: a person cannot use more, and an attacker must not. */
const FAULTS_LISTED = 50;

/**
 * Checks `value` against `schema` and gives it back typed. Refuses with INPUT_INVALID and every fault with its
 * place; nothing is coerced, defaulted or dropped.
 */
export function parse<const T extends TSchema>(schema: T, value: unknown): Static<T> {
  if (validatorOf(schema).Check(value)) return value as Static<T>;
  const faults: Fault[] = [];
  let count = 0;
  for (const fault of faultsOf(schema as unknown as JsonSchema, value)) {
    count += 1;
    if (count <= FAULTS_LISTED) faults.push(fault);
  }
  if (count === 0) throw new Error('a value is refused for a reason that has no words: see faults.ts');
  throw new Refusal('INPUT_INVALID', { count }, faults);
}

function validatorOf(schema: TSchema): Validator {
  let validator = compiled.get(schema);
  if (!validator) {
    validator = Compile(schema) as unknown as Validator;
    compiled.set(schema, validator);
  }
  return validator;
}
