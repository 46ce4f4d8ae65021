import { useLanguage } from './i18n.ts';

export type WhenStyle = 'time' | 'minute' | 'full' | 'date';

const parts: Readonly<Record<WhenStyle, Intl.DateTimeFormatOptions>> = {
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  minute: { hour: '2-digit', minute: '2-digit' },
  full: {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  },
  date: { year: 'numeric', month: 'short', day: 'numeric' },
};

/**
 * An instant (UTC, as the hub sends it) in the reader's own zone, the zone named; hovering shows the whole of
 * it. `zone={false}` leaves the zone's name out where a heading beside it says it once.
 */
export function When({ at, style = 'full', zone = true }: { at: string; style?: WhenStyle; zone?: boolean }) {
  const language = useLanguage();
  return (
    <time
      dateTime={at}
      title={`${formatWhen(at, language, 'full')} · ${at}`}
      style={{ whiteSpace: 'nowrap' }}
    >
      {formatWhen(at, language, style, zone)}
    </time>
  );
}

/** The same as text, for titles and labels. */
export function formatWhen(
  at: string,
  language: 'zh' | 'en',
  style: WhenStyle = 'full',
  zone = true,
): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const text = formatter(locale, style).format(date);
  return zone && style !== 'date' ? `${text} ${zoneName(date, language)}` : text;
}

/** Made once each: a table of times would make hundreds at every change, and making one takes longer than all else. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(locale: string, style: WhenStyle | 'zone'): Intl.DateTimeFormat {
  const key = `${locale} ${style}`;
  const known = formatters.get(key);
  if (known) return known;
  const options =
    style === 'zone' ? ({ timeZoneName: 'short' } as const) : { ...parts[style], hourCycle: 'h23' as const };
  const made = new Intl.DateTimeFormat(locale, options);
  formatters.set(key, made);
  return made;
}

/** Short name of the reader's zone at that instant; China's is written as people there call it. */
function zoneName(date: Date, language: 'zh' | 'en'): string {
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const { timeZone } = formatter(locale, 'zone').resolvedOptions();
  if (timeZone === 'Asia/Shanghai' || timeZone === 'Asia/Chongqing' || timeZone === 'Asia/Urumqi') {
    if (timeZone !== 'Asia/Urumqi') return language === 'zh' ? '北京时间' : 'Beijing time';
  }
  const named = formatter(locale, 'zone').formatToParts(date);
  return named.find((part) => part.type === 'timeZoneName')?.value ?? 'UTC';
}
