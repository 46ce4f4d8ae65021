/** How a program's settings are listed and read: from texts such as the environment's, each refused by its name. */
import { Refusal } from '../catalogue/refusal.ts';

/** One setting: the field it fills, what it is when nothing is said (null: it must be said), and its meaning. */
export interface Setting<F extends string> {
  readonly field: F;
  readonly fallback: string | null;
  readonly zh: string;
  readonly en: string;
  /** Never shown, also not where it is refused. */
  readonly secret?: true;
  /** A whole number from the first to the second. */
  readonly range?: readonly [number, number];
  /** A text of this form, described in both languages for who has to correct it. */
  readonly form?: { readonly pattern: RegExp; readonly zh: string; readonly en: string };
}

/** By the name people set it under, e.g. `KAWEI_PORT`. */
export type SettingList<S> = Readonly<Record<string, Setting<keyof S & string>>>;

/** Reads every setting of the list. Refuses SETTING_INVALID, naming the first that is wrong or missing. */
export function readSettingList<S>(
  list: SettingList<S>,
  texts: Readonly<Record<string, string | undefined>>,
): S {
  const entries = Object.entries(list).map(([name, setting]) => [
    setting.field,
    readOne(name, setting, texts),
  ]);
  return Object.fromEntries(entries) as S;
}

/** A setting as it is listed for people; null: not set, and without a default. */
export interface SettingRow {
  readonly name: string;
  readonly value: string | number | null;
  readonly fallback: string | null;
  readonly zh: string;
  readonly en: string;
}

/** Every setting of the list with what it is now; a secret is never shown. */
export function listSettings<S>(
  list: SettingList<S>,
  texts: Readonly<Record<string, string | undefined>>,
): SettingRow[] {
  return Object.entries(list).map(([name, setting]) => {
    const { fallback, zh, en } = setting;
    const text = texts[name] ?? fallback;
    const shown = setting.range && text !== null ? Number(text) : text;
    return { name, value: setting.secret && text ? '…' : shown, fallback, zh, en };
  });
}

function readOne(
  name: string,
  { fallback, range, form, secret }: Setting<string>,
  texts: Readonly<Record<string, string | undefined>>,
): string | number {
  const text = texts[name] ?? fallback;
  if (text === null) throw invalid(name, '', '必须设置 / it must be set');
  if (range) return wholeNumber(name, text, range);
  if (form && !form.pattern.test(text)) {
    throw invalid(name, secret ? '…' : text, `${form.zh} / ${form.en}`);
  }
  return text;
}

function wholeNumber(name: string, text: string, [low, high]: readonly [number, number]): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < low || value > high) throw invalid(name, text, `${low}–${high}`);
  return value;
}

function invalid(name: string, value: string, detail: string): Refusal {
  return new Refusal('SETTING_INVALID', { name, value, detail });
}
