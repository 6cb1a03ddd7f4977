import type { Recorder } from '@playhead/recorder';
import type { TappedRecord } from '../http/exchange-codec.ts';
import type { WorkerStart } from './messages.ts';

/** Where the records of a connection go. */
export interface RecordSink {
  record(records: readonly TappedRecord[]): void;
  /** Ends what it began. */
  stop(failed: boolean): Promise<void>;
}

/** Takes all into the one session of the connection. */
export function createSessionSink(recorder: Recorder, { session, ownsSession, first, at }: WorkerStart, onProblem: (message: string) => void): RecordSink {
  const { sessionId } = session;
  // What the storage refuses now may be possible later: until then everything waits, as any recording does.
  recorder.recordStart(session).catch(({ message }: Error) => onProblem(message));
  const record = (records: readonly TappedRecord[]): void => {
    for (const { session: _named, ...input } of records) recorder.recordEvent({ sessionId, ...input });
  };
  record([{ type: 'harness_event', at, data: first }]);
  return {
    record,
    async stop(failed) {
      if (ownsSession) await recorder.recordStop({ sessionId, ...(failed && { outcome: 'failed' }) }).catch(() => undefined); // told by onError
    },
  };
}
