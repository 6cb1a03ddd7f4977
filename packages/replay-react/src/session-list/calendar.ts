/** Days and dates as people of one place say them, seen from one moment. */
export interface Calendar {
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  /** When each of the last 60 days began, today last: milliseconds since the Unix epoch. */
  readonly dayStarts: readonly number[];
}

/** Writes dates of one locale and time zone. */
export interface DateWriter {
  /** `14:02`. */
  time(at: number): string;
  /** `18 Nov, 16:21`. */
  dayAndTime(at: number): string;
  /** `18 Nov 2025`. */
  fullDay(at: number): string;
  /** `15 – 21 Nov`. */
  days(from: number, to: number): string;
}

const DAYS = 60;
const DAY_MS = 86_400_000;

/** The days before a moment. */
export function createCalendar(now: number, timeZone: string | undefined): Calendar {
  const clock = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', hour: 'numeric', minute: 'numeric', second: 'numeric' });
  const dayStarts = Array.from({ length: DAYS }, (_, index) => {
    const at = now - (DAYS - 1 - index) * DAY_MS;
    const part = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
    return Math.floor(at / 1000) * 1000 - ((part['hour'] ?? 0) * 3600 + (part['minute'] ?? 0) * 60 + (part['second'] ?? 0)) * 1000;
  });
  return { now, dayStarts };
}

/**
 * Makes the writer of a locale.
 *
 * @param timeZone - IANA name. Default: that of the machine.
 */
export function createDateWriter(locale: string, timeZone: string | undefined): DateWriter {
  const place = locale === 'en' ? 'en-GB' : locale; // plain English: the day before the month, 24 hours
  const format = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => new Intl.DateTimeFormat(place, { timeZone, ...options });
  const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const dayAndTime = format({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const fullDay = format({ day: 'numeric', month: 'short', year: 'numeric' });
  const days = format({ day: 'numeric', month: 'short' });
  return { time: (at) => time.format(at), dayAndTime: (at) => dayAndTime.format(at), fullDay: (at) => fullDay.format(at), days: (from, to) => days.formatRange(from, to).replace(/\s*–\s*/, ' – ') };
}

/** Words for days. */
export interface DayWords {
  readonly justNow: string;
  today(time: string): string;
  yesterday(time: string): string;
}

/**
 * When something began: `Just now`, `Today, 14:02`, `Yesterday, 17:30`, `18 Nov, 16:21`, `2 Feb 2025`.
 *
 * @param at - Milliseconds since the Unix epoch.
 * @param calendar - Absent before the page runs; then the whole date is said.
 */
export function startedWords(at: number, calendar: Calendar | undefined, write: DateWriter, words: DayWords): string {
  if (!calendar) return write.dayAndTime(at);
  const [today = 0, yesterday = 0] = [calendar.dayStarts.at(-1), calendar.dayStarts.at(-2)];
  if (at <= calendar.now + DAY_MS && at > calendar.now - 60_000) return words.justNow;
  if (at >= today) return words.today(write.time(at));
  if (at >= yesterday) return words.yesterday(write.time(at));
  return calendar.now - at < 300 * DAY_MS ? write.dayAndTime(at) : write.fullDay(at);
}
