/**
 * Payloads with large parts whose canonical text was made elsewhere, on a thread: written as it is, and parsed only by
 * whoever really looks into it. To everybody else such a payload is one like any other.
 */
import { Type } from 'typebox';
import { canonicalText } from '#shared/canonical/index.ts';
import { events as catalogue, type EventType } from '#shared/catalogue/events/index.ts';
import { fits } from '#shared/protocol/parse.ts';
import { closed } from '#shared/protocol/primitives.ts';
import type { Cause } from './command.ts';

type Texts = Readonly<Record<string, string>>;

/** Texts of the parts of each payload that has such. */
const prepared = new WeakMap<object, Texts>();

/** The canonical text of a part of an event, once it is seen to fit its schema. What does not is a bug and throws. */
export function preparedText(type: EventType, part: string, value: unknown): string {
  const schema = (catalogue[type].payload.properties as Record<string, Parameters<typeof fits>[0]>)[part];
  if (!schema || !fits(schema, value)) throw new Error(`${part} of event ${type} does not fit its schema`);
  return canonicalText(value);
}

/** A payload of `rest` and of parts of which only the canonical text is at hand. */
export function withPrepared<P extends object, K extends keyof P & string>(
  rest: Omit<P, K>,
  texts: Readonly<Record<K, string>>,
): P {
  const whole = { ...rest };
  for (const [part, text] of Object.entries<string>(texts)) {
    let value: unknown;
    const get = () => {
      value ??= JSON.parse(text);
      return value;
    };
    Object.defineProperty(whole, part, { enumerable: true, get });
  }
  prepared.set(whole, texts);
  return whole as unknown as P;
}

/** Characters of prepared texts that take a while to write. */
const LONG = 100_000;

/** Whether a payload takes so long to write that the loop had better turn before and after. */
export function isLong(payload: object): boolean {
  const texts = Object.values(prepared.get(payload) ?? {});
  return texts.reduce((sum, text) => sum + text.length, 0) > LONG;
}

/** The payload with its cause. */
export function withCause<P extends object>(payload: P, cause: Cause): P & Cause {
  const texts = prepared.get(payload);
  return texts
    ? withPrepared<P & Cause, never>({ ...restOf(payload, texts), ...cause } as P & Cause, texts as never)
    : { ...payload, ...cause };
}

/** A payload's canonical text. */
export function payloadText(payload: object): string {
  const texts = prepared.get(payload);
  if (!texts) return canonicalText(payload);
  const members = Object.keys(payload)
    .sort()
    .map((key) => `${canonicalText(key)}:${texts[key] ?? canonicalText(payload[key as never])}`);
  return `{${members.join(',')}}`;
}

/** The JSON of one part of a payload, as a read table keeps it. */
export function partText<P extends object>(payload: P, part: keyof P & string): string {
  return prepared.get(payload)?.[part] ?? JSON.stringify(payload[part]);
}

/** What of a payload is still to be checked, and by which schema: prepared parts were checked where they were made. */
export function unprepared(type: EventType, payload: object) {
  const schema = catalogue[type].payload;
  const texts = prepared.get(payload);
  if (!texts) return { schema, value: payload };
  return { schema: schemaWithout(type, Object.keys(texts)), value: restOf(payload, texts) };
}

const schemas = new Map<string, ReturnType<typeof Type.Object>>();

/** Kept, so that each is compiled once. */
function schemaWithout(type: EventType, parts: readonly string[]) {
  const name = [type, ...parts.toSorted()].join(' ');
  const schema = schemas.get(name) ?? Type.Omit(catalogue[type].payload, [...parts], closed);
  schemas.set(name, schema);
  return schema;
}

function restOf(payload: object, texts: Texts): Record<string, unknown> {
  const keys = Object.keys(payload).filter((key) => !(key in texts));
  return Object.fromEntries(keys.map((key) => [key, payload[key as never]]));
}
