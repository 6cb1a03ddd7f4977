import type { JsonObject, SessionStatus } from '@playhead/protocol';
import type { RecordInput } from './harness.ts';
import type { RecordStopOptions } from './options.ts';
import type { SessionQueue } from './session-queue.ts';

/**
 * Writes the end of a session behind what is queued, as one append, and then that it is completed.
 * Every record has a source key, so that of several stops a reader sees one.
 *
 * @param status - Where the session stands in the storage.
 */
export async function stopSession(queue: SessionQueue, status: SessionStatus, stop: RecordStopOptions): Promise<void> {
  const records: RecordInput[] = [];
  queue.release();
  const { finalOutput, outcome, summary, confidence } = stop;
  if (finalOutput?.content) {
    records.push({ type: 'final_output', key: 'session:final-output', data: { ...finalOutput } });
  }
  if (status === 'recording' && queue.advance('processing')) {
    records.push({ type: 'session_stop', key: 'session:stop', data: { outcome, summary, confidence } as unknown as JsonObject }); // JSON leaves out what was not given
  }
  queue.add(records, { durable: true });
  await queue.drain();
  if (status !== 'completed' && status !== 'failed' && queue.advance('completed')) {
    queue.add([{ type: 'session_status', key: 'session:completed', data: { status: 'completed' } }]);
  }
}
