import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { type Fault, Refusal } from '../catalogue/refusal.ts';
import { faultsOf, type JsonSchema } from './faults.ts';
import { brokenText } from './whole-text.ts';

const compiled = new WeakMap<TSchema, Validator>();

/** Faults beyond this number are counted but not listed: a person cannot use more, and an attacker must not. */
const FAULTS_LISTED = 50;

/** What does not fit a schema: how many places, and the first of them. */
export interface FormFaults {
  readonly count: number;
  readonly listed: readonly Fault[];
}

/**
 * Checks `value` against `schema` and gives it back typed. Refuses with INPUT_INVALID and every fault with its
 * place, and with TEXT_BROKEN where a text has half a character; nothing is coerced, defaulted or dropped.
 */
export function parse<const T extends TSchema>(schema: T, value: unknown): Static<T> {
  const { count, listed } = formFaults(schema, value);
  if (count > 0) throw new Refusal('INPUT_INVALID', { count }, listed);
  const broken = brokenText(value);
  if (broken) throw new Refusal('TEXT_BROKEN', { place: placeOf(broken) });
  return value as Static<T>;
}

/** `["excluded", 0, "reason"]` → `excluded[0].reason`. */
function placeOf(way: readonly (string | number)[]): string {
  return (
    way
      .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
      .join('')
      .replace(/^\./, '') || '·'
  );
}

/** Whether `value` has the form of `schema`. */
export function fits(schema: TSchema, value: unknown): boolean {
  return validatorOf(schema).Check(value);
}

/** Every place where `value` does not fit `schema`, for a check that has more to say than its form. */
export function formFaults(schema: TSchema, value: unknown): FormFaults {
  if (fits(schema, value)) return { count: 0, listed: [] };
  const listed: Fault[] = [];
  let count = 0;
  for (const fault of faultsOf(schema as unknown as JsonSchema, value)) {
    count += 1;
    if (count <= FAULTS_LISTED) listed.push(fault);
  }
  if (count === 0) throw new Error('a value is refused for a reason that has no words: see faults.ts');
  return { count, listed };
}

function validatorOf(schema: TSchema): Validator {
  let validator = compiled.get(schema);
  if (!validator) {
    validator = Compile(schema) as unknown as Validator;
    compiled.set(schema, validator);
  }
  return validator;
}
