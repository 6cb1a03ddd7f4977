import { spawn, type ChildProcess, type ChildProcessByStdio } from 'node:child_process';
import { constants } from 'node:os';
import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { becomeUser, checkApart, environmentOf, type Apart } from '../apart/apart.ts';
import type { RpcDirection } from '../rpc/direction.ts';
import { closeDescriptor, isSocket } from './close-descriptor.ts';
import { passBytes, type PassedBytes } from './pass-bytes.ts';

/** What {@link createStdioTap} is told. */
export interface StdioTapOptions {
  /** The server: a path, or a name that is looked for in `PATH`. */
  readonly command: string;
  readonly args?: readonly string[];
  /** Where it runs. Default: where this process does. */
  readonly cwd?: string;
  /** Its environment. Default: that of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Starts the server as the agent's user, and makes this process that of who records: of root's only. Then no signal reaches the server: it sees the end of its input. Default: all is one user's. */
  readonly apart?: Apart;
  /** What the client says. Default: standard input, which is closed where the server takes no more and goes on. */
  readonly input?: Readable;
  /** Says that nothing else in this process reads standard input, listens to it or has: then each message passes a little earlier. Nothing without standard input. Default false. */
  readonly ownsInput?: boolean;
  /** Where the server's answers go. Default: standard output, which ends with that of the server; where it is a pipe and the server has ended, with this process. */
  readonly output?: Writable;
  /** Told of every piece after it was handed on, as it was read; it must not be changed, and is cut anywhere. What it throws is ignored. */
  readonly onBytes?: (direction: RpcDirection, bytes: Buffer) => void;
}

/** How a server ended. */
export interface StdioExit {
  /** Its exit code; 128 and the number of the signal where one ended it; 126 or 127 where it could not be started. */
  readonly exitCode: number;
  /** The signal that ended it, such as `SIGTERM`. */
  readonly signal?: NodeJS.Signals;
  /** Why it could not be started. */
  readonly problem?: string;
}

/** A server behind a tap. */
export interface StdioTap {
  /** The id of its process; absent where it could not be started. */
  readonly pid: number | undefined;
  /** Settles when it has ended and everything that it said was handed on. Never rejects. */
  readonly exit: Promise<StdioExit>;
  /** Sends a signal to it. Once it has ended then, nobody waits for programs that it left its output to, or for those who do not read what it said. */
  kill(signal: NodeJS.Signals): void;
}

/** How long the last words of a server that was told to end may take: milliseconds. */
const LAST_WORDS_MS = 250;
/** How long a server that closed its input or output may take to end before its client is told: milliseconds. */
const ENDING_MS = 100;

/**
 * Starts a server and stands between its standard input and output and its client. Bytes pass as they are and at once; end of input, refused output, exit code
 * and signal pass, too. What it says on standard error goes where that of this process goes.
 *
 * @example
 * ```ts
 * const tap = createStdioTap({ command: 'npx', args: ['-y', '@modelcontextprotocol/server-everything'], onBytes: (direction, bytes) => show(direction, bytes.length) });
 * const { exitCode } = await tap.exit;
 * ```
 */
export function createStdioTap(options: StdioTapOptions): StdioTap {
  const { onBytes } = options;
  return openStdioTap(options, passAndTell(onBytes && ((direction, bytes) => onBytes(direction, Buffer.from(bytes)))));
}

/** Hands on what comes, and tells of it afterwards. What it is told of may be overwritten once it returns. */
export function passAndTell(tell: StdioTapOptions['onBytes']): Connect {
  return (direction, way) => passBytes({
    ...way,
    copy: tell && ((bytes) => {
      try {
        tell(direction, bytes);
      } catch {
        // what becomes of a copy is nothing to those who talk
      }
    }),
  });
}

/** Hands on what comes one way. @returns Where that takes its time, what settles once all that was read is done with. */
export type Connect = (direction: RpcDirection, way: Omit<PassedBytes, 'copy'>) => (() => Promise<unknown>) | void;

/** Starts a server and leaves it to somebody else what is handed on. */
export function openStdioTap(options: Omit<StdioTapOptions, 'onBytes'>, connect: Connect): StdioTap {
  const { apart, input = process.stdin, ownsInput = false, output = process.stdout } = options;
  const child = startServer(options);
  let abandon = (): void => {};
  const left = new Promise<void>((resolve) => { abandon = resolve; });
  let dismiss = (_exit: StdioExit): void => {};
  const dismissed = new Promise<StdioExit>((resolve) => { dismiss = resolve; });
  let handedOn: Promise<void> | undefined;

  /** Of a server that ended, this process ends soon, and closes both. */
  const closeUnlessEnding = (number: 0 | 1): void => {
    setTimeout(() => { if (child.exitCode === null && child.signalCode === null) closeDescriptor(number); }, ENDING_MS).unref();
  };
  const closeInput = (): void => {
    if (input.destroyed) return;
    input.destroy();
    if (input === process.stdin) closeUnlessEnding(0);
  };
  const closeOutput = (): void => {
    handedOn ??= Promise.race([written(output), left]).then(() => {
      if (output === process.stdout && !isSocket(1)) closeUnlessEnding(1);
      else output.end();
    });
  };
  connect('to_server', { from: input, isOurs: ownsInput && input === process.stdin, to: child.stdin, onEnd: () => { child.stdin.end(); }, onRefused: closeInput });
  const settled = connect('to_client', { from: child.stdout, isOurs: true, to: output, onEnd: closeOutput, onRefused: () => { child.stdout.destroy(); } });

  return {
    pid: child.pid,
    exit: Promise.race([exitOf(child, left), dismissed]).then(async (exit) => {
      closeInput();
      await Promise.race([settled?.(), left]); // its last words may not be stored yet
      closeOutput();
      await handedOn;
      child.stdout.destroy(); // others may still hold the other end
      return exit;
    }),
    kill(signal) {
      const leave = (): void => { setTimeout(abandon, LAST_WORDS_MS); };
      if (apart) {
        child.stdin.end();
        setTimeout(() => dismiss({ exitCode: 128 + constants.signals[signal], signal }), LAST_WORDS_MS); // it is another user's, and may go on
        return;
      }
      if (child.exitCode !== null || child.signalCode !== null) return leave();
      child.once('exit', leave).kill(signal);
    },
  };
}

function startServer({ command, args = [], cwd, env = process.env, apart }: StdioTapOptions): ChildProcessByStdio<Writable, Readable, null> {
  if (apart) checkApart(apart);
  const child = spawn(command, args, {
    cwd, stdio: ['pipe', 'pipe', 'inherit'], windowsHide: true, env: apart ? environmentOf(env, apart.agent) : env,
    ...(apart && { uid: apart.agent.uid, gid: apart.agent.gid }), // without the further groups of root: Node takes them away
  });
  try {
    if (apart) becomeUser(apart.recorder);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return child;
}

/** Settles once the server has ended and closed its output, which what it started may hold on to; or once nobody waits for that any more. */
function exitOf(child: ChildProcess, left: Promise<void>): Promise<StdioExit> {
  return new Promise((resolve) => {
    let exit: StdioExit = { exitCode: 1 };
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) resolve({ exitCode: error.code === 'ENOENT' ? 127 : 126, problem: error.message });
    });
    child.once('exit', (code, signal) => {
      exit = signal ? { exitCode: 128 + constants.signals[signal], signal } : { exitCode: code ?? 1 };
      void left.then(() => resolve(exit));
    });
    child.once('close', () => resolve(exit));
  });
}

/** Settles once a stream has handed on what it was given, or cannot. */
function written(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.destroyed || stream.writableEnded || stream.writableLength === 0) resolve();
    else stream.once('error', () => resolve()).once('close', () => resolve()).write('', () => resolve());
  });
}
