import { type BlobRef, PlayheadError } from '@playhead/protocol';
import type { ReplaySource } from './source.ts';

/** How many large texts are kept. */
const KEPT = 64;

/** Says that a source knows no values beside the log. */
export function unreadValue(): PlayheadError {
  return new PlayheadError('blob_not_found', 'This source has no large values, so only the beginning can be shown. Open the recording with its blobs.');
}

/** Loads each large text once and keeps the last ones. A failed load is tried again when asked again. */
export function createTextCache(source: ReplaySource, signal: AbortSignal): (blob: BlobRef) => Promise<string> {
  const loading = new Map<string, Promise<string>>();
  return (blob) => {
    const key = `${blob.encoding} ${blob.$blob}`;
    const known = loading.get(key);
    if (known) return known;
    if (!source.text) return Promise.reject(unreadValue());
    const text = source.text(blob, signal);
    loading.set(key, text);
    text.catch(() => loading.delete(key));
    for (const oldest of loading.keys()) {
      if (loading.size <= KEPT) break;
      loading.delete(oldest);
    }
    return text;
  };
}
