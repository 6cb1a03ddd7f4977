import type { Formatters } from '../locale/formatters.ts';

/** What came of a live session since it was last told of. */
export interface News {
  readonly events: number;
  readonly errors: number;
}

/** What the replay says to assistive technology. */
export interface AnnouncementMessages {
  readonly playing: string;
  readonly paused: string;
  /** A speed, such as 2. */
  speed(rate: string): string;
  /** Where a jump landed among all of its kind. */
  error(position: number, count: number, title: string): string;
  result(position: number, count: number, title: string): string;
  moment(title: string): string;
  /** There is nothing further of what was asked for. */
  readonly nothingFurther: string;
  readonly live: string;
  readonly linkCopied: string;
  /** The browser gave no access to the clipboard. */
  readonly linkNotCopied: string;
  results(count: number, format: Formatters): string;
  readonly rangeCleared: string;
  readonly searchCleared: string;
  /** What arrived while the session was watched. */
  news(news: News, format: Formatters): string;
  readonly connectionLost: string;
  readonly connectionBack: string;
  readonly sessionEnded: string;
  /** The turn at the playhead was rated, or its rating taken back. */
  readonly rated: Readonly<Record<'good' | 'wrong' | 'none', string>>;
}

const count = (value: number, noun: string, { number }: Formatters): string => `${number(value)} ${noun}${value === 1 ? '' : 's'}`;

/** The English words. */
export const announcementMessages: AnnouncementMessages = {
  playing: 'Playing',
  paused: 'Paused',
  speed: (rate) => `Speed ${rate}×`,
  error: (position, total, title) => `Error ${position} of ${total}: ${title}`,
  result: (position, total, title) => `Result ${position} of ${total}: ${title}`,
  moment: (title) => title,
  nothingFurther: 'Nothing further',
  live: 'Live',
  linkCopied: 'Link copied',
  linkNotCopied: 'The link could not be copied',
  results: (total, format) => (total === 0 ? 'No results' : count(total, 'result', format)),
  rangeCleared: 'Whole session',
  searchCleared: 'Search cleared',
  news: ({ events, errors }, format) => `${count(events, 'new event', format)}${errors > 0 ? `, ${count(errors, 'error', format)}` : ''}`,
  connectionLost: 'Connection lost, trying again',
  connectionBack: 'Connected again',
  sessionEnded: 'The session has ended',
  rated: { good: 'Turn rated good', wrong: 'Turn rated wrong', none: 'Rating removed' },
};
