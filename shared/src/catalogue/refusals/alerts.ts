import { defineRefusals } from './entry.ts';

/** Refusals of alerts. */
export const alertRefusals = defineRefusals({
  ALERT_UNKNOWN: { status: 404, zh: '没有预警 {alert}。', en: 'There is no alert {alert}.' },
  ALERT_DECIDED: { status: 409, zh: '预警 {alert} 已处理。', en: 'Alert {alert} is decided already.' },
});
