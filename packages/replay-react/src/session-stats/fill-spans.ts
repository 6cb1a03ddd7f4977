import type { StatisticsPeriod, StatisticsSpan } from '@playhead/replay-core/metrics';

/** Stretches that are drawn at most, the latest. */
export const MOST_SPANS = 60;

/** A stretch of the calendar; without sums where nothing began in it. */
export interface ShownSpan {
  /** Milliseconds since the Unix epoch. */
  readonly from: number;
  readonly sums?: StatisticsSpan | undefined;
}

/** The latest stretches, those without a session among them, so that time is drawn evenly. */
export function fillSpans(spans: readonly StatisticsSpan[], period: StatisticsPeriod): readonly ShownSpan[] {
  const known = new Map(spans.map((span) => [Math.round(span.from / 1000), span]));
  const [first = 0, last = 0] = [spans[0]?.from, spans.at(-1)?.from].map((from) => Math.round((from ?? 0) / 1000));
  const filled: ShownSpan[] = [];
  for (let from = last; spans.length > 0 && from >= first && filled.length < MOST_SPANS; from = before(from, period)) filled.unshift({ from, sums: known.get(from) });
  return filled;
}

function before(at: number, period: StatisticsPeriod): number {
  const day = new Date(at);
  if (period === 'month') return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() - 1);
  return at - (period === 'week' ? 7 : 1) * 86_400_000;
}

/** Writes when a stretch begins: `18 Nov 2025`, of a month `Nov 2025`. In UTC, as stretches are cut. */
export function spanWriter(locale: string, period: StatisticsPeriod): (at: number) => string {
  const place = locale === 'en' ? 'en-GB' : locale; // plain English: the day before the month
  const format = new Intl.DateTimeFormat(place, { timeZone: 'UTC', year: 'numeric', month: 'short', ...(period !== 'month' && { day: 'numeric' }) });
  return (at) => format.format(at);
}
