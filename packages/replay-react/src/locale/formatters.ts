import { formatBytes, formatDuration, formatTime } from './format.ts';

/** How numbers, times and sizes are written in one locale. */
export interface Formatters {
  readonly locale: string;
  /** `mm:ss`, with hours when there are any, of milliseconds. */
  time(milliseconds: number): string;
  /** `38ms`, `3.6s`, `4m 10s`, of microseconds. */
  duration(microseconds: number): string;
  /** `12 kB`, of bytes. */
  bytes(bytes: number): string;
  /** `1,204`. */
  number(value: number): string;
  /** `412k`. */
  compact(value: number): string;
  /** `$1.84`. */
  cost(usd: number): string;
  /** `78.7%`, of a share from 0 to 1. */
  percent(share: number): string;
}

/** Makes the formatters of a locale, such as `en` or `de-CH`; one that is not known counts as `en`. */
export function createFormatters(locale: string): Formatters {
  const known = knownLocale(locale);
  return {
    locale: known, time: formatTime, duration: formatDuration, bytes: formatBytes,
    number: numberFormatter(known), compact: compactFormatter(known), cost: formatter(known, { style: 'currency', currency: 'USD', currencyDisplay: 'narrowSymbol' }),
    percent: formatter(known, { style: 'percent', maximumFractionDigits: 1 }),
  };
}

/** Whole numbers, and small ones like 0.5, are written in English without what knows all languages: to load that takes longer than to draw a row. */
function numberFormatter(locale: string): (value: number) => string {
  const format = formatter(locale);
  return locale === 'en' ? (value) => (Number.isSafeInteger(value) ? String(value).replace(/\B(?=(?:\d{3})+$)/g, ',') : SMALL.test(String(value)) ? String(value) : format(value)) : format;
}

/** Reads the same in English as it is. */
const SMALL = /^-?\d{1,3}\.\d{1,3}$/;

function compactFormatter(locale: string): (value: number) => string {
  const format = formatter(locale, { notation: 'compact', maximumFractionDigits: 1 });
  return (value) => format(value).toLowerCase();
}

/** Made when it is first used: one takes milliseconds, and a page opens without most of them. */
function formatter(locale: string, options?: Intl.NumberFormatOptions): (value: number) => string {
  let made: Intl.NumberFormat | undefined;
  return (value) => (made ??= new Intl.NumberFormat(locale, options)).format(value);
}

function knownLocale(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
