import { setTimeout } from 'node:timers/promises';
import type { MessagePort } from 'node:worker_threads';
import { loadDefaultStorage } from '#default-storage';
import { createClock } from '../../clock.ts';
import { createOpenRecorder } from '../../recorder.ts';
import { stopSession } from '../../stop-session.ts';
import { outcomeOfExit } from './exit-outcome.ts';
import type { FromWorker, PtyExit, ToWorker, WorkerStart } from './messages.ts';
import { createTerminalWriter, type TerminalWriter } from './terminal-writer.ts';

/** How long the storage may take to take the end of a session, in milliseconds: what it did not take stays on the disk. */
const STOP_MS = 10_000;

/** Records one terminal: everything that would cost the thread of the terminal time happens here. */
export async function recordTerminal(port: MessagePort, start: WorkerStart): Promise<void> {
  const say = (message: FromWorker): void => port.postMessage(message);
  const early: ToWorker[] = [];
  const keep = (message: ToWorker): void => { early.push(message); };
  port.on('message', keep);
  const { session, terminal, serverUrl, policy } = start;
  const recorder = createOpenRecorder({
    storage: loadDefaultStorage, via: 'pty', onError: ({ message }) => say({ kind: 'failed', message }),
    ...(serverUrl !== undefined && { serverUrl }), ...(policy !== undefined && { redaction: { policy } }),
  });
  // What the storage refuses now may be possible later: until then everything waits, as any recording does.
  const { replayUrl } = await recorder.recordStart(session).catch((error: unknown) => {
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    return { replayUrl: '' };
  });
  const queue = recorder.queueOf(session.sessionId);
  const guard = queue && (await queue.guard());
  const writer = queue && guard && createTerminalWriter(terminal, guard, (inputs, options) => queue.add(inputs, options), createClock());
  say({ kind: 'ready', recording: writer !== undefined, mayHold: guard?.redaction === undefined, replayUrl });

  const end = async (exit: PtyExit): Promise<void> => {
    const outcome = outcomeOfExit(terminal.command, exit);
    // The session is its own: `recordStop` would ask the storage how it stands, which reads all of the log.
    if (writer && start.endsSession) await Promise.race([stopSession(queue, 'recording', { sessionId: queue.sessionId, ...(outcome && { outcome }) }).catch(() => undefined), setTimeout(STOP_MS, undefined, { ref: false })]); // told by onError
    await recorder.close();
    const { gaps, spilledRecords } = recorder.health();
    say({ kind: 'done', events: writer?.events ?? 0, lost: gaps + spilledRecords });
    port.close();
  };
  const take = (message: ToWorker): void => {
    if (writer) write(writer, message);
    if (message.kind === 'output') port.postMessage({ kind: 'taken', bytes: message.bytes.length, room: message.bytes.buffer } satisfies FromWorker, [message.bytes.buffer]);
    if (message.kind === 'end') void end(message.exit);
  };
  port.off('message', keep);
  for (const message of early) take(message);
  port.on('message', take);
}

function write(writer: TerminalWriter, message: ToWorker): void {
  const { at } = message;
  if (message.kind === 'output') writer.output(message.bytes, at);
  else if (message.kind === 'input') writer.input(message.bytes, at);
  else if (message.kind === 'resize') writer.resize(message.columns, message.rows, at);
  else writer.end(message.exit, at);
}
