import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A page was fetched. */
export interface WebFetchData {
  /** Its address. */
  readonly url: string;
  /** The HTTP status. */
  readonly status?: number;
  /** Its length in bytes. */
  readonly bytes?: number;
  /** What came back. */
  readonly result?: TextValue;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `web_fetch`. */
export const webFetch: EventDefinition<'web_fetch', WebFetchData> = defineEvent<WebFetchData>()({
  type: 'web_fetch',
  kind: 'search',
  title: 'Web fetch',
  step: 'describes',
  summary: (data) => data.url,
});
