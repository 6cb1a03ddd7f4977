import { type Annotation, createIdSource, type JsonObject, type ReviewAnchor, type SessionInfo } from '@playhead/protocol';
import { createClock } from '@playhead/recorder';
import { digestId } from './digest-id.ts';
import type { ReviewNoteArguments } from './tool-inputs.ts';

/** Makes annotations out of the notes that agents give. One that is sent again with its key is the same, so that storages keep it once. */
export function createReviewNotes(): (input: ReviewNoteArguments) => (session: SessionInfo) => Annotation {
  const now = createClock();
  const nextId = createIdSource();
  return (input) => {
    const at = now();
    const fresh = nextId();
    return ({ sessionId, agentName }) => {
      const { text, idempotencyKey } = input;
      const anchor = anchorOf(input);
      const data: JsonObject = { text, ...(anchor && { anchor: anchor as unknown as JsonObject }) }; // strings and numbers only
      return { id: idempotencyKey === undefined ? fresh : inFormOfVersion7(digestId([sessionId, 'note', idempotencyKey])), at, author: agentName, by: 'agent', type: 'note', data };
    };
  };
}

function anchorOf({ call, path, line, quote }: ReviewNoteArguments): ReviewAnchor | undefined {
  const about = call === undefined ? {} : { call };
  if (path !== undefined && line !== undefined) return { on: 'line', ...about, path, side: 'new', line, ...(quote !== undefined && { quote }) };
  return call === undefined ? undefined : { on: 'event', ...about };
}

/** What ids of annotations look like; of this one the time says nothing. */
function inFormOfVersion7(id: string): string {
  return `${id.slice(0, 14)}7${id.slice(15, 19)}8${id.slice(20)}`;
}
