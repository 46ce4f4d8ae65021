/** Days of the calendar, `2026-11-23`: what a law counts by. */

import { clockInChina } from './instant.ts';

const MILLISECONDS = 86_400_000;

/** Whether there is such a day: `2026-02-29` is none. */
export function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(day) && !Number.isNaN(at.getTime()) && textOf(at) === day;
}

/** The day in China at an instant (UTC). */
export function dayInChina(instant: string): string {
  return clockInChina(instant).slice(0, 10);
}

/**
 * The day so many years later; where that month has no such day, its last (民法典 art. 202: a period of years ends on
 * the corresponding day, else on the last of the month).
 */
export function yearsAfter(day: string, years: number): string {
  const year = Number(day.slice(0, 4)) + years;
  const same = `${String(year).padStart(4, '0')}${day.slice(4)}`;
  return isDay(same) ? same : `${same.slice(0, 8)}28`;
}

/** The day so many days later. */
export function daysAfter(day: string, days: number): string {
  return textOf(new Date(Date.parse(`${day}T00:00:00Z`) + days * MILLISECONDS));
}

function textOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
