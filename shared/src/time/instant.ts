/** Instants, which are kept in UTC, and how they read in China. */
import type { Text } from '../catalogue/text.ts';
import { instantPattern } from '../protocol/primitives.ts';

/** China has one time, eight hours ahead of UTC, and no summer time. */
const AHEAD_MILLISECONDS = 8 * 3_600_000;

const written = new RegExp(instantPattern);

/** Whether a text is an instant and nothing else. */
export function isInstant(text: string): boolean {
  return written.test(text) && !Number.isNaN(Date.parse(text));
}

/** What a clock in China shows at an instant: `2026-11-23T10:30:00.000`. */
export function clockInChina(instant: string): string {
  return new Date(Date.parse(instant) + AHEAD_MILLISECONDS).toISOString().slice(0, -1);
}

/** An instant to the minute as sentences tell it, its zone named. */
export function minuteInChina(instant: string): Text {
  const [day = '', time = ''] = clockInChina(instant).split('T');
  const minute = time.slice(0, 5);
  const [year, month, date] = day.split('-');
  return { zh: `${year}年${month}月${date}日 ${minute}（北京时间）`, en: `${day} ${minute} (UTC+8)` };
}
