import { isJsonObject, type JsonObject, type SessionStorage } from '@playhead/protocol';
import { createProducer, createSessionRecording } from '@playhead/recorder';
import { anchorOfEvent, createAnnotator } from '@playhead/replay-core';
import { safeAnnotation } from '@playhead/server';
import { accountName } from '../account-name.ts';
import type { Marks } from './marks.ts';

/** Adds to a session of the data directory: notes beside it, moments in it; redacted as everything that is stored. */
export function storageMarks(storage: SessionStorage, sessionId: string, dir: string): Marks {
  const annotator = createAnnotator();
  const producer = createProducer({ via: 'sdk' });
  const guardOf = (policy?: string) => createSessionRecording({ dir })(policy === undefined ? {} : { policy }).guard();
  return {
    async mark(title, at) {
      const session = await storage.get(sessionId);
      const guard = await guardOf(session?.redaction?.policy);
      await storage.append(sessionId, [producer.produce({ type: 'moment', at, data: { title } }, (record) => guard.whole(record)).line]);
    },
    async note(text, event) {
      const anchor: unknown = anchorOfEvent(event);
      const data: JsonObject = { text, ...(isJsonObject(anchor) && { anchor }) };
      await storage.annotate(sessionId, safeAnnotation(annotator(accountName(), { type: 'note', data }), await guardOf()));
    },
  };
}
