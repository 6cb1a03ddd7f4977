import { type TextValue } from '../blob.ts';
import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** Something was searched for. */
export interface SearchData {
  /** What for. */
  readonly query: string;
  /** Where. */
  readonly scope?: 'files' | 'content' | 'web';
  /** Below which folder. */
  readonly path?: string;
  /** How many matches there are. */
  readonly matches?: number;
  /** The matches as text. */
  readonly results?: TextValue;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `search`. */
export const search: EventDefinition<'search', SearchData> = defineEvent<SearchData>()({
  type: 'search',
  kind: 'search',
  title: 'Search',
  step: 'describes',
  summary: (data) => data.query,
});
