import type { Handler } from '../handler.ts';
import type { ShellPiece } from '../hooks/shell-outputs.ts';
import { isAlive } from './is-alive.ts';
import type { ShellProcess } from './shell-process.ts';

/** How often it looks whether something was printed. */
const LOOK_MS = 20;
/** How often it asks for a call that is not known. */
const ASK_MS = 200;
/** After so long without a piece the end of what was printed need not wait for what follows. */
const QUIET_MS = 250;
/** How long a call may become known after its command has ended: a spool that is read late tells of it. */
const UNKNOWN_MS = 10_000;
/** So much of a command's output is followed; the agent says later what it printed in all. */
const MOST_BYTES = 8 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;

/** Who takes what a shell prints. */
export interface FollowShellOptions {
  readonly handler: Handler;
  /** A token for it, where it asks for one. */
  readonly token?: string;
  /** The harness, as the last part of the hook route. */
  readonly harness: string;
  readonly signal: AbortSignal;
}

/** Records what a process prints, while it prints it, and closes its file. Never rejects. */
export async function followShell(pid: number, shell: ShellProcess, options: FollowShellOptions): Promise<void> {
  const { signal } = options;
  const decoder = new TextDecoder();
  const buffer = Buffer.alloc(CHUNK_BYTES);
  const name = `${pid}-${Date.now()}`;
  const pieces: ShellPiece[] = [];
  let read = 0;
  let endedAt: number | undefined;
  let printedAt = Date.now();
  let askAt = 0;
  let told = true; // that nothing follows for a while
  let at = 0;
  const add = (text: string, next?: ShellPiece['next']): void => {
    pieces.push({ shell: name, line: shell.line, cwd: shell.cwd, text, at, ...(next && { next }) });
  };
  try {
    while (!signal.aborted) {
      const ended = endedAt !== undefined || !isAlive(pid); // looked at before the file, which then holds everything
      const { mtimeNs } = await shell.output.stat({ bigint: true });
      at = Math.max(at, Math.min(Number(mtimeNs / 1000n), Date.now() * 1000)); // when it was printed, not when it was seen
      for (let bytesRead = -1; bytesRead !== 0 && read < MOST_BYTES;) {
        ({ bytesRead } = await shell.output.read(buffer, 0, CHUNK_BYTES, read));
        read += bytesRead;
        const text = decoder.decode(buffer.subarray(0, bytesRead), { stream: true });
        if (text === '') continue;
        add(text);
        printedAt = Date.now();
        told = false;
      }
      const isLast = ended || read >= MOST_BYTES;
      if (isLast && endedAt === undefined) {
        endedAt = Date.now();
        add(decoder.decode(), 'never');
      } else if (!told && Date.now() - printedAt >= QUIET_MS) {
        told = true;
        add('', 'later');
      }
      const sent = Date.now() < askAt ? 'waiting' : await send(pieces, shell, options);
      if (sent === 'waiting' && askAt <= Date.now()) askAt = Date.now() + ASK_MS;
      if (sent === 'refused' || (isLast && sent === 'sent') || (endedAt !== undefined && Date.now() - endedAt > UNKNOWN_MS)) return;
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  } catch {
    // of what the command prints the agent tells, once it has ended
  } finally {
    await shell.output.close().catch(() => undefined);
  }
}

/** Sends what waits, oldest first. */
async function send(pieces: ShellPiece[], { session, env }: ShellProcess, { handler, token, harness }: FollowShellOptions): Promise<'sent' | 'waiting' | 'refused'> {
  for (let [piece] = pieces; piece; [piece] = pieces) {
    const headers = {
      host: '127.0.0.1', 'content-type': 'application/json', 'playhead-shell': session,
      'playhead-record': env['PLAYHEAD_RECORD'] ?? '', 'playhead-redaction': env['PLAYHEAD_REDACTION'] ?? '', 'playhead-session': env['PLAYHEAD_SESSION_ID'] ?? '',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    };
    const response = await handler(new Request(`http://127.0.0.1/hooks/${harness}`, { method: 'POST', headers, body: JSON.stringify(piece) }), { remoteAddress: '127.0.0.1' });
    if (response.headers.has('playhead-refused')) return 'refused';
    if (response.headers.get('playhead-recorded') !== '1') return 'waiting';
    pieces.shift();
  }
  return 'sent';
}
