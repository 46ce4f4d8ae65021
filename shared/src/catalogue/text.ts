/** A text people read, in both languages of the screens. `{name}` stands for a value given with it. */
export interface Text {
  readonly zh: string;
  readonly en: string;
}

export type Language = keyof Text;

/** The values that fill the `{name}` places of a text. */
export type TextValues = Readonly<Record<string, string | number>>;

/**
 * Fills the `{name}` places of a template. A place without a value stays as it is, so that a forgotten value
 * is seen on the screen instead of vanishing.
 */
export function fillText(template: string, values: TextValues = {}): string {
  return template.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
