import type { Sentence } from '../text.ts';

/** One kind of alert (预警) raised at a warning node (警示节点): how grave, and its sentence. */
export interface AlertEntry extends Sentence {
  readonly severity: 'info' | 'warning' | 'severe';
}

/** Keeps the codes of alerts as literal types. */
export function defineAlerts<const T extends Record<string, AlertEntry>>(entries: T): T {
  return entries;
}
