import { Badge, Prose } from '#shared/protocol/primitives.ts';

/**
 * Limits of the contract, read from its schemas: what the page sends must pass them, since the agent closes the
 * line on a malformed frame.
 */
function keyword(schema: object, name: string): unknown {
  const found: unknown = Reflect.get(schema, name);
  if (found === undefined) throw new Error(`the schema has no ${name}`);
  return found;
}

/** Most characters of a written reason. */
export const longestProse = Number(keyword(Prose, 'maxLength'));

const badgePattern = new RegExp(String(keyword(Badge, 'pattern')));

/** Whether a text can be a badge number. */
export function isBadge(text: string): boolean {
  return badgePattern.test(text);
}
