/**
 * What is wrong with a value that does not fit its schema, in words of the catalogue. Covers the JSON Schema
 * keywords this project uses; whether a value fits is decided by the compiled schema alone.
 */
import type { Fault } from '../catalogue/refusal.ts';
import type { TextValues } from '../catalogue/text.ts';
import { Base64, Day, Hex32, Id, Instant, Line } from './primitives.ts';

/** A schema as the JSON it is. */
export interface JsonSchema {
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null';
  readonly const?: string | number | boolean;
  readonly anyOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean;
  readonly items?: JsonSchema | readonly JsonSchema[];
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
}

type Found = Generator<Fault, void, undefined>;
type Fields = Readonly<Record<string, unknown>>;

/** Codes of faults in one place; see the catalogue of the gateway. */
type FieldCode = Extract<Fault['code'], `FIELD_${string}` | `LIST_${string}`>;

/** Every fault of `value`, in the order of the schema, each at its own place. */
export function* faultsOf(schema: JsonSchema, value: unknown, place = ''): Found {
  if (schema.anyOf) return yield* unionFaults(schema.anyOf, value, place);
  if (schema.const !== undefined) {
    if (value !== schema.const) yield fault('FIELD_CHOICE', place, { choices: String(schema.const) });
    return;
  }
  switch (schema.type) {
    case 'object':
      return yield* objectFaults(schema, value, place);
    case 'array':
      return yield* listFaults(schema, value, place);
    case 'string':
      return yield* textFaults(schema, value, place);
    case 'integer':
    case 'number':
      return yield* numberFaults(schema, value, place);
    case 'boolean':
      if (typeof value !== 'boolean') yield fault('FIELD_TRUTH', place);
      return;
    case 'null':
      if (value !== null) yield fault('FIELD_NULL', place);
      return;
    default:
  }
}

function* objectFaults(schema: JsonSchema, value: unknown, place: string): Found {
  if (!isObject(value)) return yield fault('FIELD_OBJECT', place);
  const { properties = {}, required = [], patternProperties = {} } = schema;
  for (const [field, inner] of Object.entries(properties)) {
    if (Object.hasOwn(value, field)) yield* faultsOf(inner, value[field], fieldPlace(place, field));
    else if (required.includes(field)) yield fault('FIELD_MISSING', fieldPlace(place, field), { field });
  }
  for (const field of Object.keys(value)) {
    if (Object.hasOwn(properties, field)) continue;
    const pattern = Object.keys(patternProperties).find((one) => new RegExp(one, 'u').test(field));
    const inner = pattern === undefined ? undefined : patternProperties[pattern];
    if (inner) yield* faultsOf(inner, value[field], fieldPlace(place, field));
    else if (schema.additionalProperties === false)
      yield fault('FIELD_SURPLUS', fieldPlace(place, field), { field });
  }
}

function* listFaults(schema: JsonSchema, value: unknown, place: string): Found {
  if (!Array.isArray(value)) return yield fault('FIELD_LIST', place);
  const { items = {}, minItems = 0, maxItems } = schema;
  const tuple = Array.isArray(items) ? (items as readonly JsonSchema[]) : null;
  const most = tuple ? tuple.length : (maxItems ?? Infinity);
  if (value.length < minItems) yield fault('LIST_TOO_SHORT', place, { min: minItems });
  if (value.length > most) yield fault('LIST_TOO_LONG', place, { max: most });
  for (const [index, entry] of value.entries()) {
    const inner = tuple ? tuple[index] : (items as JsonSchema);
    if (inner) yield* faultsOf(inner, entry, `${place}[${index}]`);
  }
  if (schema.uniqueItems) yield* repetitions(value, place);
}

function* repetitions(value: readonly unknown[], place: string): Found {
  const seen = new Set<string>();
  for (const [index, entry] of value.entries()) {
    const text = JSON.stringify(entry);
    if (seen.has(text)) yield fault('LIST_REPEATED', `${place}[${index}]`);
    seen.add(text);
  }
}

/** Ways of writing that have a name people know, by their pattern. */
const namedPatterns = new Map(
  (
    [
      [Id, 'FIELD_ID'],
      [Instant, 'FIELD_INSTANT'],
      [Day, 'FIELD_DAY'],
      [Hex32, 'FIELD_DIGEST'],
      [Base64, 'FIELD_BASE64'],
      [Line, 'FIELD_NUL'],
    ] as const
  ).map(([schema, code]): [string | undefined, FieldCode] => [(schema as JsonSchema).pattern, code]),
);

function* textFaults(schema: JsonSchema, value: unknown, place: string): Found {
  if (typeof value !== 'string') return yield fault('FIELD_TEXT', place);
  const { minLength = 0, maxLength = Infinity, pattern } = schema;
  const length = [...value].length;
  if (length > maxLength) return yield fault('FIELD_TOO_LONG', place, { max: maxLength, length });
  if (length < minLength) return yield fault('FIELD_TOO_SHORT', place, { min: minLength });
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value))
    yield fault(namedPatterns.get(pattern) ?? 'FIELD_PATTERN', place, { pattern });
}

function* numberFaults(schema: JsonSchema, value: unknown, place: string): Found {
  const { minimum, maximum, exclusiveMinimum } = schema;
  if (schema.type === 'integer' ? !Number.isInteger(value) : !Number.isFinite(value))
    return yield fault(schema.type === 'integer' ? 'FIELD_INTEGER' : 'FIELD_NUMBER', place);
  const number = value as number;
  const under = minimum !== undefined && number < minimum;
  const over = maximum !== undefined && number > maximum;
  if (exclusiveMinimum !== undefined && number <= exclusiveMinimum)
    yield fault('FIELD_ABOVE', place, { limit: exclusiveMinimum });
  else if ((under || over) && minimum !== undefined && maximum !== undefined)
    yield fault('FIELD_RANGE', place, { min: minimum, max: maximum });
  else if (under) yield fault('FIELD_AT_LEAST', place, { min: minimum });
  else if (over) yield fault('FIELD_AT_MOST', place, { max: maximum });
}

/** Faults against the branch that was meant: told by its `kind` or another literal field, else by its shape. */
function* unionFaults(branches: readonly JsonSchema[], value: unknown, place: string): Found {
  if (branches.some((branch) => faultsOf(branch, value, place).next().done)) return;
  const named = branches.map((branch) => branch.const);
  if (named.every((name) => name !== undefined))
    return yield fault('FIELD_CHOICE', place, { choices: named.join(', ') });
  const tag = discriminatorOf(branches);
  if (tag !== null && isObject(value)) {
    const meant = branches.filter((branch) => branch.properties?.[tag]?.const === value[tag]);
    if (meant[0]) return yield* faultsOf(meant[0], value, place);
    const choices = branches.map((branch) => branch.properties?.[tag]?.const).join(', ');
    const code = Object.hasOwn(value, tag) ? 'FIELD_CHOICE' : 'FIELD_MISSING';
    return yield fault(code, fieldPlace(place, tag), { choices, field: tag });
  }
  const likely = branches.filter((branch) => branch.type !== 'null' && sameType(branch, value));
  const [first] = likely.length > 0 ? likely : branches.filter((branch) => branch.type !== 'null');
  if (first) yield* faultsOf(first, value, place);
}

/** The field whose literal tells the branches of a union of objects apart; null when there is none. */
function discriminatorOf(branches: readonly JsonSchema[]): string | null {
  const fields = Object.keys(branches[0]?.properties ?? {});
  return (
    fields.find((field) => branches.every((one) => one.properties?.[field]?.const !== undefined)) ?? null
  );
}

function sameType({ type }: JsonSchema, value: unknown): boolean {
  if (type === 'object') return isObject(value);
  if (type === 'array') return Array.isArray(value);
  return type === 'integer' ? typeof value === 'number' : typeof value === type;
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldPlace(place: string, field: string): string {
  return place ? `${place}.${field}` : field;
}

function fault(code: FieldCode, place: string, values: Record<string, unknown> = {}): Fault {
  return { code, place, values: values as TextValues };
}
