import { durationText } from '../duration-text.ts';

/** What is not defined. */
const NONE = '–';

/** A number for people: `812`, `4.1k`, `12M`. */
export function countText(value: number): string {
  const units = ['', 'k', 'M', 'G', 'T'];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
  const scaled = value / 1000 ** power;
  return power === 0 ? String(value) : `${scaled < 10 ? scaled.toFixed(1) : Math.round(scaled)}${units[power] ?? ''}`;
}

/** A share in percent: `62 %`, `0.4 %`. */
export function shareText(share: number | null): string {
  if (share === null) return NONE;
  const percent = share * 100;
  return `${percent !== 0 && Math.abs(percent) < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** A time in microseconds: milliseconds where it is short. */
export function timeText(us: number | null): string {
  if (us === null) return NONE;
  return us < 1_000_000 ? `${Math.round(us / 1000)} ms` : durationText(us);
}

/** US dollars. */
export function costText(usd: number | null): string {
  return usd === null ? NONE : `$${usd < 1 ? usd.toFixed(3) : usd.toFixed(2)}`;
}

/** The day of a moment, in UTC. */
export function dayText(us: number): string {
  return new Date(us / 1000).toISOString().slice(0, 10);
}

/** A bar of so many cells at most, to an eighth of a cell; none where there is nothing. */
export function barText(value: number, most: number, cells: number): string {
  const eighths = most > 0 ? Math.max(value > 0 ? 1 : 0, Math.round((value / most) * cells * 8)) : 0;
  return '█'.repeat(Math.floor(eighths / 8)) + (['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8] ?? '');
}
