import type { ReviewAnchor } from '@playhead/protocol';
import { relativePath } from '../elements/relative-path.ts';
import type { NotesMessages } from './notes-messages.ts';

const MOST_QUOTE = 80;

/**
 * What an anchor is called.
 *
 * @param range - The ends of a stretch of time, as they are written.
 */
export function anchorWords({ on, path = '', line, quote }: ReviewAnchor, messages: NotesMessages, directory: string | undefined, range?: readonly [from: string, to: string]): string {
  switch (on) {
    case 'session': return messages.session;
    case 'turn': return quote === undefined ? messages.turn : messages.turnOf(quote.slice(0, MOST_QUOTE));
    case 'event': return quote === undefined ? messages.event : messages.eventOf(relativePath(quote, directory).slice(0, MOST_QUOTE));
    case 'range': return range ? messages.rangeOf(...range) : messages.range;
    case 'line': return `${relativePath(path, directory)}${line === undefined ? '' : `:${line}`}`;
  }
}
