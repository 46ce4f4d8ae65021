/** Money and points as people write them, from and to the integers that travel. */
import { pointsText } from '#shared/scoring/exact.ts';

/** A score with all three of its decimals: 88500 → "88.500". Scores that differ must look different. */
export function scoreText(thousandths: number): string {
  const [whole = '', decimals = ''] = pointsText(thousandths).split('.');
  return `${whole}.${decimals.padEnd(3, '0')}`;
}

/** Fen as yuan with thousands apart: 123456700 → "1,234,567.00". */
export function yuanText(fen: number): string {
  const whole = String(Math.trunc(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${whole}.${String(fen % 100).padStart(2, '0')}`;
}

/** Yuan as typed ("1,286.5", full-width comma too) to fen; null for anything but two decimals at most. */
export function fenOf(text: string): number | null {
  const match = /^(\d{1,14})(?:\.(\d{0,2}))?$/.exec(text.replace(/[,，\s]/g, ''));
  if (!match) return null;
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'));
}
