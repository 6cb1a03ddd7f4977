import { basename } from 'node:path';
import process from 'node:process';
import { createIdSource, isUuid, PlayheadError } from '@playhead/protocol';
import { createClock } from '../clock.ts';
import { joinedSessionId } from '../environment.node.ts';
import { findCommand } from './find-command.ts';
import { loadNodePty } from './load-node-pty.ts';
import type { PtyRecording, RecordPtyOptions } from './options.ts';
import { createOuterOutput } from './outer-output.ts';
import { lendTerminal } from './outer-terminal.ts';
import { startTerminal } from './terminal-process.ts';
import { createTypedInput } from './typed-input.ts';
import { createWorkerLink } from './worker-link.ts';

const COLUMNS = 80;
const ROWS = 24;
const TERM = 'xterm-256color';
/** How long a command waits for its recording to begin: milliseconds. */
const READY_MS = 5000;
/** What a terminal takes for the end of what is typed. */
const END_OF_INPUT = Buffer.from([4]);

/**
 * Runs a command in a terminal of its own and records what that shows, byte for byte but for what redaction takes out. Whatever goes wrong with
 * the recording, the command goes on as it would without.
 *
 * @throws PlayheadError `usage` where the package `@lydell/node-pty` is missing; `not_found` where there is no such command;
 *   `invalid_session` when `sessionId` is no uuid.
 *
 * @example
 * ```ts
 * const recording = await recordPty({ command: 'npm', args: ['test'], name: 'Run the tests' });
 * const { exitCode } = await recording.exit;
 * const { problem } = await recording.saved;
 * ```
 */
export async function recordPty(options: RecordPtyOptions): Promise<PtyRecording> {
  const { command, args = [], cwd = process.cwd(), stdin, stdout, serverUrl, redaction } = options;
  const base = stringsOf(options.env ?? process.env);
  const found = findCommand(command, cwd, base);
  if ('reason' in found) throw new PlayheadError('not_found', `Nothing was started: ${found.reason}.`);
  const joined = options.sessionId ?? (base['PLAYHEAD_SESSION_ID'] || joinedSessionId());
  const nextId = createIdSource();
  const sessionId = joined ?? nextId();
  if (!isUuid(sessionId)) throw new PlayheadError('invalid_session', 'Nothing was started: the session to join is no uuid in lower case. Leave `sessionId` out, or unset PLAYHEAD_SESSION_ID.');
  const terminalId = nextId();
  // A terminal that nobody gave a size says 0.
  const size = { columns: options.columns ?? (stdout?.columns || COLUMNS), rows: options.rows ?? (stdout?.rows || ROWS) };
  const term = base['TERM'] || TERM;
  const now = createClock();
  const line = [command, ...args].map(quoted).join(' ');
  const link = createWorkerLink({
    start: {
      playhead: 'pty',
      session: {
        sessionId, cwd, harness: options.harness ?? 'terminal', name: options.name ?? line.slice(0, 120), agentName: options.agentName ?? basename(command),
        workspaceName: options.workspaceName ?? basename(cwd),
      },
      endsSession: joined === undefined,
      terminal: { id: terminalId, command: line, cwd, ...size, term },
      ...(serverUrl !== undefined && { serverUrl }), ...(redaction !== undefined && { policy: redaction }),
    },
    env: base,
    now,
    onFull: (isFull) => { full = isFull; flow(); },
  });
  const nodePty = await loadNodePty().catch((error: unknown) => { // while the worker starts
    link.cancel();
    throw error;
  });
  let full = false;
  let blocked = false;
  const flow = (): void => { if (full || blocked) terminal?.pause(); else terminal?.resume(); };
  const { recording, replayUrl } = await Promise.race([link.ready, later(READY_MS, { recording: true, replayUrl: '' })]);
  await options.onStart?.({ sessionId, terminalId, replayUrl, recording });

  const outer = lendTerminal(stdin, stdout);
  const shown = stdout && createOuterOutput(stdout, (isBlocked) => { blocked = isBlocked; flow(); });
  const terminal = startTerminal(nodePty, {
    file: found.file, args, cwd, ...size, term,
    env: recording ? { ...base, PLAYHEAD_SESSION_ID: sessionId } : base,
    room: link.room,
    onData(bytes) {
      shown?.write(bytes);
      typed?.output(bytes);
      link.output(bytes); // last: what stands in its room goes to the worker
    },
  });
  flow();
  const typed = options.input === true ? createTypedInput({ path: terminal.path, forward: terminal.write, record: link.input, now }) : undefined;

  const write = (bytes: Uint8Array): void => {
    if (typed) typed.type(Buffer.from(bytes));
    else terminal.write(bytes);
  };
  const resize = (columns: number, rows: number): void => {
    terminal.resize(columns, rows);
    link.resize(columns, rows);
  };
  const onTyped = (bytes: Buffer): void => write(bytes);
  const onTypedEnd = (): void => write(END_OF_INPUT);
  const onResize = (): void => { if (stdout?.columns && stdout.rows) resize(stdout.columns, stdout.rows); };
  stdin?.on('data', onTyped).on('end', onTypedEnd);
  if (options.columns === undefined && options.rows === undefined) stdout?.on('resize', onResize);

  const exit = terminal.exit.finally(() => {
    stdin?.off('data', onTyped).off('end', onTypedEnd).pause();
    stdout?.off('resize', onResize);
    shown?.end();
    outer?.restore();
    typed?.end();
  });
  return {
    sessionId, terminalId, replayUrl, recording, exit, resize,
    pid: terminal.pid,
    saved: exit.then((ended) => link.end(ended)),
    write: (text) => write(Buffer.from(text)),
    kill: (signal) => terminal.kill(signal),
  };
}

function stringsOf(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** A word as a shell would have to be given it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

function later<Value>(milliseconds: number, value: Value): Promise<Value> {
  return new Promise((resolve) => { setTimeout(() => resolve(value), milliseconds).unref(); });
}
