/** Places in a document, as faults name them: `items[2].max`. The form reads and writes by the same names. */

type Step = string | number;

function stepsOf(place: string): Step[] {
  const found = place.matchAll(/([^.[\]]+)|\[(\d+)\]/g);
  return [...found].map(([, name, index]) => (index === undefined ? (name ?? '') : Number(index)));
}

/** What stands at a place; undefined where nothing does. */
export function valueAt(document: unknown, place: string): unknown {
  return stepsOf(place).reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<Step, unknown>)[step] : undefined,
    document,
  );
}

/** The entries at a place; none where there is no list. */
export function listAt(document: unknown, place: string): readonly unknown[] {
  const value = valueAt(document, place);
  return Array.isArray(value) ? value : [];
}

/** A copy with another value at a place; `undefined` takes away what stands there. The rest is shared. */
export function withValueAt(document: unknown, place: string, value: unknown): unknown {
  return put(document, stepsOf(place), value);
}

function put(target: unknown, [step, ...rest]: readonly Step[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list: unknown[] = Array.isArray(target) ? [...target] : [];
    if (rest.length === 0 && value === undefined) list.splice(step, 1);
    else list[step] = put(list[step], rest, value);
    return list;
  }
  const whole = typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {};
  if (rest.length > 0 || value !== undefined) {
    return { ...whole, [step]: put((whole as Record<string, unknown>)[step], rest, value) };
  }
  return Object.fromEntries(Object.entries(whole).filter(([name]) => name !== step));
}

/** A place and everything around it, from the inside out: `items[2].max`, `items[2]`, `items`. */
export function aroundPlace(place: string): string[] {
  const all: string[] = [];
  for (let rest = place; rest !== ''; rest = rest.replace(/(\.[^.[\]]*|\[\d+\]|^[^.[\]]*)$/, ''))
    all.push(rest);
  return all;
}

/** Id of the field or section of the page that shows a place. */
export const elementId = (place: string): string => `place:${place}`;

/** Brings the field at a place into sight and puts the cursor there; where it has none, what is around it. */
export function goTo(place: string): void {
  for (const around of aroundPlace(place)) {
    const element = document.getElementById(elementId(around));
    if (!element) continue;
    element.scrollIntoView({ block: 'center' });
    element.focus({ preventScroll: true });
    return;
  }
}
