import { constants } from 'node:os';
import type { ReadStream } from 'node:tty';
import type { NodePty } from './load-node-pty.ts';
import { readFlood, readNow } from './read-flood.ts';
import type { PtyExit } from './worker/messages.ts';

/** A command in a terminal of its own. */
export interface TerminalProcess {
  readonly pid: number;
  /** The terminal as the command sees it, such as `/dev/pts/3`. */
  readonly path: string;
  /** Settles once the command has ended and its last byte was given to `onData`. */
  readonly exit: Promise<PtyExit>;
  write(bytes: Uint8Array): void;
  resize(columns: number, rows: number): void;
  kill(signal?: NodeJS.Signals): void;
  /** Lets the command wait once the system's own buffer is full. */
  pause(): void;
  resume(): void;
}

/** How a command is started. */
export interface TerminalProcessOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
  readonly term: string;
  /** Given every byte, in order. They may be overwritten once it returns. */
  readonly onData: (bytes: Buffer) => void;
  /** Where what is read of a flood may stand: some KiB at least. Asked each time. Default: room of its own. */
  readonly room?: () => Buffer;
}

/** What node-pty keeps to itself: its version is pinned, and a test reads every byte. */
interface Insides {
  readonly _socket: ReadStream;
  readonly _fd: number;
  readonly ptsName: string;
  /** Whether the command has ended. */
  readonly _boundClose: boolean;
}

const DRAIN_BYTES = 64 * 1024;
/** Who holds the terminal open after the command may print without an end. */
const MOST_DRAINS = 64;
/** How soon it is asked again whether a command that shows nothing any more has ended, and at last how often: milliseconds. */
const SOON_MS = 1;
const PATIENCE_MS = 50;

/** Starts a command in a terminal. Not one byte of what it prints is lost, which node-pty alone does not promise. */
export function startTerminal({ spawn }: NodePty, options: TerminalProcessOptions): TerminalProcess {
  const { file, args, cwd, env, columns, rows, term, onData, room } = options;
  const pty = spawn(file, [...args], { cols: columns, rows, cwd, env: { ...env }, name: term, encoding: null });
  const insides = pty as unknown as Insides; // see there
  const { _socket: socket, _fd: fd, ptsName } = insides;
  readToTheEnd({ socket, fd, hasEnded: () => insides._boundClose, onData });
  socket.on('data', readFlood({ fd, onData, isPaused: () => socket.isPaused(), ...(room && { roomFor: room }) }));
  const exit = new Promise<PtyExit>((resolve) => {
    pty.onExit(({ exitCode, signal = 0 }) => resolve(signal === 0 ? { exitCode } : { exitCode: 128 + signal, ...nameOf(signal) }));
  });
  return {
    pid: pty.pid,
    path: ptsName,
    exit,
    write: (bytes) => { socket.write(bytes); },
    resize(wide, high) {
      if (wide > 0 && high > 0) pty.resize(wide, high);
    },
    kill: (signal) => pty.kill(signal),
    pause: () => pty.pause(),
    resume: () => pty.resume(),
  };
}

interface ToTheEnd {
  readonly socket: ReadStream;
  readonly fd: number;
  readonly hasEnded: () => boolean;
  readonly onData: (bytes: Buffer) => void;
}

/**
 * Reads what is left in the terminal once libuv believes that it is over: it does so as soon as the command is gone, before its last bytes
 * were read. And keeps it open until then: a command that closed its own end, as `cat` does when it is done and a daemon for good, would be
 * killed by a terminal that goes away, and may open it again.
 */
function readToTheEnd({ socket, fd, hasEnded, onData }: ToTheEnd): void {
  const destroy = socket.destroy.bind(socket);
  const drain = (): void => {
    for (let read = 0; read < MOST_DRAINS; read += 1) {
      const room = Buffer.allocUnsafe(DRAIN_BYTES);
      const length = readNow(fd, room);
      if (length === 0) return;
      onData(room.subarray(0, length));
    }
  };
  const leave = (error: Error | undefined, againMs: number): void => {
    const ended = hasEnded(); // before the last look
    const isRead = !socket.isPaused() && socket.readableLength === 0;
    if (isRead) drain();
    if (isRead && ended) destroy(error);
    else setTimeout(leave, againMs, error, Math.min(2 * againMs, PATIENCE_MS));
  };
  let leaving = false;
  socket.once('end', drain);
  socket.destroy = (error) => {
    if (!leaving) setImmediate(leave, error, SOON_MS);
    leaving = true;
    return socket;
  };
}

function nameOf(number: number): { signal?: NodeJS.Signals } {
  const signal = Object.entries(constants.signals).find(([, value]) => value === number)?.[0] as NodeJS.Signals | undefined; // the keys are names of signals
  return signal === undefined ? {} : { signal };
}
