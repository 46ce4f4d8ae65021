import fc from 'fast-check';
import { type TSchema, Type } from 'typebox';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../catalogue/refusal.ts';
import { Project } from '../projects/project.ts';
import { BoothFrame } from './booth-frames.ts';
import { parse } from './parse.ts';
import { closed, Hex32, Id, Instant, keyed, Line } from './primitives.ts';

/** Code and place of every fault, and the refusal's own values. */
function refused(schema: TSchema, value: unknown): { faults: string[]; refusal: Refusal } {
  try {
    parse(schema, value);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { faults: error.faults.map(({ code, place }) => `${code} ${place}`), refusal: error };
  }
  throw new Error('not refused');
}

const faultsOf = (schema: TSchema, value: unknown) => refused(schema, value).faults;

const Person = Type.Object(
  {
    id: Id,
    name: Type.String({ minLength: 2, maxLength: 4 }),
    age: Type.Optional(Type.Integer({ minimum: 0, maximum: 150 })),
    tags: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 2, uniqueItems: true })),
  },
  closed,
);
const Shape = Type.Union([
  Type.Object({ kind: Type.Literal('circle'), radius: Type.Number({ exclusiveMinimum: 0 }) }, closed),
  Type.Object({ kind: Type.Literal('square'), side: Type.Integer({ minimum: 1 }) }, closed),
]);

describe('what fits', () => {
  test('comes back as it is', () => {
    const value = { id: 'a-1', name: '张三', tags: ['x'] };
    expect(parse(Person, value)).toBe(value);
  });

  test('a value may be nested deeper than any stack', () => {
    let deep: unknown = '一';
    for (let n = 0; n < 100_000; n++) deep = { within: deep };
    expect(parse(Type.Unknown(), deep)).toBe(deep);
    expect(() => parse(Type.Unknown(), [deep, '\ud800'])).toThrow('half a character');
  });

  test('a list may be longer than any call takes', () => {
    const long = Array.from({ length: 500_000 }, () => '一');
    expect(parse(Type.Unknown(), long)).toBe(long);
  });

  test('length counts characters, not code units', () => {
    expect(() => parse(Person, { id: 'a', name: '𠮷𠮷𠮷𠮷' })).not.toThrow();
  });
});

describe('faults', () => {
  test('a missing field is named at its own place, a surplus one once', () => {
    const list = Type.Object({ people: Type.Array(Person) }, closed);
    expect(faultsOf(list, { people: [{ id: 'a', nmae: '张三' }], more: 1 })).toEqual([
      'FIELD_MISSING people[0].name',
      'FIELD_SURPLUS people[0].nmae',
      'FIELD_SURPLUS more',
    ]);
  });

  test.each([
    ['text', Type.String(), 5, 'FIELD_TEXT '],
    ['integer', Type.Integer(), 1.5, 'FIELD_INTEGER '],
    ['integer in quotes', Type.Integer(), '5', 'FIELD_INTEGER '],
    ['number', Type.Number(), 'x', 'FIELD_NUMBER '],
    ['truth', Type.Boolean(), 'true', 'FIELD_TRUTH '],
    ['null', Type.Null(), 0, 'FIELD_NULL '],
    ['list', Type.Array(Type.Integer()), {}, 'FIELD_LIST '],
    ['object', Person, [], 'FIELD_OBJECT '],
    ['too long', Person.properties.name, '一二三四五', 'FIELD_TOO_LONG '],
    ['too short', Person.properties.name, '一', 'FIELD_TOO_SHORT '],
    ['range', Type.Integer({ minimum: 0, maximum: 9 }), 10, 'FIELD_RANGE '],
    ['at least', Type.Integer({ minimum: 1 }), 0, 'FIELD_AT_LEAST '],
    ['at most', Type.Integer({ maximum: 9 }), 10, 'FIELD_AT_MOST '],
    ['above', Type.Number({ exclusiveMinimum: 0, maximum: 1 }), 0, 'FIELD_ABOVE '],
    ['id', Id, '../x', 'FIELD_ID '],
    ['id that every object has', Id, 'constructor', 'FIELD_ID '],
    ['instant', Instant, '2026-11-23', 'FIELD_INSTANT '],
    ['digest', Hex32, 'ABC', 'FIELD_DIGEST '],
    ['name with a null character', Line, '张\u0000三', 'FIELD_NUL '],
    ['pattern', Type.String({ pattern: '^a+$' }), 'b', 'FIELD_PATTERN '],
    ['literal', Type.Literal('a'), 'b', 'FIELD_CHOICE '],
    ['literals', Type.Union([Type.Literal('a'), Type.Literal('b')]), 'c', 'FIELD_CHOICE '],
    ['empty list', Type.Array(Id, { minItems: 1 }), [], 'LIST_TOO_SHORT '],
    ['long list', Type.Array(Id, { maxItems: 1 }), ['a', 'b'], 'LIST_TOO_LONG '],
    ['tuple', Type.Tuple([Id, Id]), ['a', 'b', 'c'], 'LIST_TOO_LONG '],
    ['repetition', Type.Array(Id, { uniqueItems: true }), ['a', 'b', 'a'], 'LIST_REPEATED [2]'],
    ['what may be null', Type.Union([Type.Integer(), Type.Null()]), 'x', 'FIELD_INTEGER '],
    ['an entry', keyed(Type.Integer()), { 7: 'x' }, 'FIELD_INTEGER 7'],
    ['an entry within an entry', keyed(keyed(Type.Integer())), { a: { b: 1.5 } }, 'FIELD_INTEGER a.b'],
    ['a key with a line break', keyed(Type.Integer()), { 'a\nb': 'x' }, 'FIELD_SURPLUS a\nb'],
  ])('%s', (_name, schema, value, fault) => {
    expect(faultsOf(schema, value)).toEqual([fault]);
  });

  test('only the branch that was meant is spoken of', () => {
    expect(faultsOf(Shape, { kind: 'square', side: 0 })).toEqual(['FIELD_AT_LEAST side']);
    expect(faultsOf(Shape, { kind: 'square', radius: 1 })).toEqual([
      'FIELD_MISSING side',
      'FIELD_SURPLUS radius',
    ]);
    expect(faultsOf(Shape, { kind: 'cube' })).toEqual(['FIELD_CHOICE kind']);
    expect(faultsOf(Shape, {})).toEqual(['FIELD_MISSING kind']);
    expect(faultsOf(Shape, 7)).toEqual(['FIELD_OBJECT ']);
  });

  test('a frame of the booth: the fault lies in the act, not in the frame', () => {
    const one = { at: '2026-11-23T01:00:00.000Z', act: { kind: 'mark', bidder: 'B1' } };
    const frame = { type: 'acts', first: 1, acts: [one] };
    expect(faultsOf(BoothFrame, frame)).toEqual([
      'FIELD_MISSING acts[0].act.item',
      'FIELD_MISSING acts[0].act.mark',
    ]);
  });

  test('all of them are counted, fifty are listed', () => {
    const { faults, refusal } = refused(Type.Array(Type.Integer()), Array(80).fill('x'));
    expect(faults).toHaveLength(50);
    expect(refusal.code).toBe('INPUT_INVALID');
    expect(refusal.values).toEqual({ count: 80 });
  });

  test('each says in both languages what is expected', () => {
    const { refusal } = refused(Person, { id: 'a', name: '诸葛孔明先生', age: 200 });
    expect(refusal.toMessage().faults).toEqual([
      {
        code: 'FIELD_TOO_LONG',
        place: 'name',
        message: {
          zh: '此处最多 4 个字符，现有 6 个，请缩短。',
          en: 'This may have at most 4 characters and has 6. Shorten it.',
        },
      },
      {
        code: 'FIELD_RANGE',
        place: 'age',
        message: { zh: '此处应在 0 到 150 之间。', en: 'This must be from 0 to 150.' },
      },
    ]);
  });

  test('whatever does not fit is given words, each without an open place', () => {
    const field = fc.constantFrom('kind', 'side', 'radius', 'id', 'type', 'act', 'items', 'price', 'formula');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.jsonValue({ maxDepth: 1 }),
        fc.constantFrom('circle', 'square', 'act', 'hello', 'kawei/project@1'),
        fc.dictionary(field, tie('value')),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    }));
    const schemas = [Person, Shape, Project, BoothFrame] as TSchema[];
    fc.assert(
      fc.property(fc.constantFrom(...schemas), value, (schema, input) => {
        try {
          parse(schema, input);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          for (const { message } of error.toMessage().faults)
            expect(message.zh + message.en).not.toMatch(/\{(field|min|max|limit|length|choices|pattern)\}/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
