/**
 * Limits that schemas of the contract set, for the fields of pages: what the schema says is all there is to change, and
 * nobody can enter what would be refused for its length or size.
 */
import type { TSchema } from 'typebox';

/** The fewest characters of a text. */
export function shortestOf(schema: TSchema): number {
  return limitOf(schema, 'minLength');
}

/** The most characters of a text. */
export function longestOf(schema: TSchema): number {
  return limitOf(schema, 'maxLength');
}

/** The least and the most a number may be. */
export function rangeOf(schema: TSchema): { readonly min: number; readonly max: number } {
  return { min: limitOf(schema, 'minimum'), max: limitOf(schema, 'maximum') };
}

/** The pattern of a text. */
export function patternOf(schema: TSchema): RegExp {
  const pattern: unknown = Reflect.get(schema, 'pattern');
  if (typeof pattern !== 'string') throw new Error('the schema has no pattern');
  return new RegExp(pattern);
}

/** Refuses a schema that sets no such limit: a field that follows it would take anything. */
function limitOf(schema: TSchema, name: 'minLength' | 'maxLength' | 'minimum' | 'maximum'): number {
  const limit: unknown = Reflect.get(schema, name);
  if (typeof limit !== 'number') throw new Error(`the schema has no ${name}`);
  return limit;
}
