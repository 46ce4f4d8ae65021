/** Booths stand in China, which has one time. */
const TIME_ZONE = 'Asia/Shanghai';

const clock = new Intl.DateTimeFormat('zh-CN', {
  timeZone: TIME_ZONE,
  timeStyle: 'medium',
  hourCycle: 'h23',
});
const minute = new Intl.DateTimeFormat('zh-CN', {
  timeZone: TIME_ZONE,
  timeStyle: 'short',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat('zh-CN', { timeZone: TIME_ZONE, dateStyle: 'long' });

/** 09:12:33 in Chinese time. */
export function clockText(at: number): string {
  return clock.format(at);
}

/** 09:12 of a UTC instant, in Chinese time. */
export function minuteText(instant: string): string {
  return minute.format(Date.parse(instant));
}

/** 2026年11月23日 in Chinese time. */
export function dayText(at: number): string {
  return day.format(at);
}
