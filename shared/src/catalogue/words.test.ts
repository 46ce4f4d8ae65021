import type { TSchema } from 'typebox';
import { describe, expect, test } from 'vitest';
import { alerts } from './alerts/index.ts';
import { type EventType, events } from './events/index.ts';
import { locks } from './locks.ts';
import { readinessFaults } from './readiness.ts';
import { refusals } from './refusals/index.ts';
import { fillText, type Sentence } from './text.ts';
import { becauseWords, halvesOf, lockWords } from './words.ts';

const placesOf = ({ zh }: Sentence) => [...zh.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);

/** The codes that a field of a payload can hold; none where it is no choice of texts. */
function codesOf(field: TSchema | undefined): string[] {
  const { anyOf = [] } = (field ?? {}) as { anyOf?: readonly { const?: unknown }[] };
  return anyOf.flatMap((choice) => (typeof choice.const === 'string' ? [choice.const] : []));
}

const fieldsOf = (type: EventType) => events[type].payload.properties as Readonly<Record<string, TSchema>>;
const types = Object.keys(events) as EventType[];

/** Every code that any event has under a name. */
const codes = new Map<string, string[]>();
for (const type of types)
  for (const [name, field] of Object.entries(fieldsOf(type)))
    codes.set(name, [...(codes.get(name) ?? []), ...codesOf(field)]);

/** Of these codes, those that a sentence would show as they are. */
function bare(sentence: Sentence, place: string, of: readonly string[]): string[] {
  return of.filter((code) => {
    const only = { ...sentence, zh: `{${place}}`, en: `{${place}}` };
    return fillText(only, { [place]: code }).zh === code;
  });
}

describe('no sentence shows a bare code', () => {
  test('of an event, whatever its payload can hold', () => {
    const shown = types.flatMap((type) =>
      placesOf(events[type]).flatMap((place) => bare(events[type], place, codesOf(fieldsOf(type)[place]))),
    );
    expect(shown).toEqual([]);
    expect(codes.get('role')).toContain('hall');
    expect(bare({ zh: '', en: '' }, 'role', ['hall'])).toEqual(['hall']);
  });

  test('of an alert or a refusal, where an event has codes under that name', () => {
    const sentences: [string, Sentence][] = [...Object.entries(alerts), ...Object.entries(refusals)];
    for (const [code, sentence] of sentences)
      for (const place of placesOf(sentence)) {
        const known = codes.get(place) ?? [];
        if (known.length > 0) expect(bare(sentence, place, known), `${code}: ${place}`).not.toEqual(known);
      }
  });

  test('of a lock, an alert and a rule, whose names are no choice in a schema', () => {
    const lockCodes = Object.keys(locks);
    expect(bare(refusals.BOOTH_LOCKED, 'code', lockCodes)).toEqual([]);
    expect(bare(readinessFaults.BOOTH_IS_LOCKED.text, 'code', lockCodes)).toEqual([]);
    expect(bare(events['alert.raised'], 'code', Object.keys(alerts))).toEqual([]);
    expect(bare(events['mark.struck'], 'rule', ['strike-20-all', 'vote-others'])).toEqual([]);
  });
});

test('a sentence says a code in the language it is in', () => {
  expect(fillText(alerts.PANEL_SHORT, { because: 'recusal' })).toEqual({
    zh: '一名评标专家退出（回避），抽取顺序中已无人可以递补，评标委员会缺员',
    en: 'A member falls out (recused) and nobody is left in the drawn order: the panel is short',
  });
  expect(fillText(events['report.read'], { reader: 'li', what: '评标报告' })).toEqual({
    zh: 'li 下载了评标报告',
    en: 'li has downloaded the evaluation report',
  });
  expect(fillText(events['alert.raised'], { alert: 'A7', code: 'BOOTH_HELP' }).zh).toBe(
    '预警 A7：席位 ＊ 呼叫工作人员',
  );
});

test('a code that nobody knows stays as it is, also one that every object has', () => {
  for (const code of ['retired', 'constructor']) expect(becauseWords(code)).toEqual({ zh: code, en: code });
  expect(lockWords('SECOND_SCREEN').en).toBe('second screen put in');
});

describe('what is kept in both languages at once', () => {
  test('is told by its half', () => {
    const reason = '逾期未揭示 / no reveal in time';
    expect(fillText(events['draw.withheld'], { party: 'S2', drawId: 'P1#1', reason })).toEqual({
      zh: 'S2 未按规则参加抽取 P1#1：逾期未揭示',
      en: 'S2 withheld its part of draw P1#1: no reveal in time',
    });
    expect(halvesOf('职工/董事 / 监事 / staff / board')).toEqual({
      zh: '职工/董事 / 监事',
      en: 'staff / board',
    });
  });

  test.each(['未在截止时间前公开随机数', 'late', '甲 / 乙', 'late / too late'])(
    'and another text stays whole: %s',
    (text) => expect(halvesOf(text)).toEqual({ zh: text, en: text }),
  );

  test('and what a person has written is not parted', () => {
    const reason = '换岗 / new post';
    expect(fillText(events['user.disabled'], { user: 'li', reason }).zh).toContain(reason);
  });
});
