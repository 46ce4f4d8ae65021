/** The texts of one room: flat keys, the same in both languages. */
export interface RoomTexts<K extends string = string> {
  readonly zh: Readonly<Record<K, string>>;
  readonly en: Readonly<Record<K, string>>;
}

/** Pairs both languages; a key that only one of them has does not compile. `{{name}}` stands for a value. */
export function roomTexts<const Z extends Readonly<Record<string, string>>>(
  zh: Z,
  en: Readonly<Record<keyof Z, string>>,
): RoomTexts<keyof Z & string> {
  return { zh, en };
}
