import { encodeRecord, type EncodableRecord, type SessionRecord } from '@playhead/protocol';

/** How a producer writes its records: a page records little, and need not load what makes that faster. */
export function encoderOf(producer: Pick<SessionRecord, 'p' | 'e' | 'via'>): (record: EncodableRecord) => string {
  void producer; // every record says it
  return encodeRecord;
}
