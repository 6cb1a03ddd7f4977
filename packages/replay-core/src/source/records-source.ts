import { type BlobRef, compareRecords, type SessionRecord } from '@playhead/protocol';
import type { ReplaySource } from './source.ts';

/**
 * Replays records that are already there.
 *
 * @param options.text - Loads the text of a large value. Without it large values stay unread.
 *
 * @example
 * ```ts
 * const replay = createReplay(recordsSource(records));
 * ```
 */
export function recordsSource(records: readonly SessionRecord[], options: { text?: (blob: BlobRef) => Promise<string> } = {}): ReplaySource {
  return {
    async *open() {
      yield { records, upToDate: true };
    },
    async *read({ from = '', to = '' }) {
      const placed = [...records].sort(compareRecords).map((record, index) => ({ record, cursor: String(index + 1) }));
      yield { records: placed.slice(Number(from), to === '' ? undefined : Number(to)), next: to || String(placed.length) };
    },
    ...(options.text && { text: options.text }),
  };
}
