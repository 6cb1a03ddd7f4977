import { type JsonObject } from '../json.ts';
import { defineEvent, type EventDefinition } from './define-event.ts';

/** A chapter begins. */
export interface ChapterData {
  /** Its title. */
  readonly title: string;
  /** Fields of the source that no schema knows. */
  readonly extra?: JsonObject;
}

/** Declares `chapter`. */
export const chapter: EventDefinition<'chapter', ChapterData> = defineEvent<ChapterData>()({
  type: 'chapter',
  kind: 'checkpoint',
  title: 'Chapter',
  summary: (data) => data.title,
});
