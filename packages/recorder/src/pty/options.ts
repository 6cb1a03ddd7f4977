import type { RedactionPolicy } from '@playhead/redaction';
import type { ReadStream, WriteStream } from 'node:tty';
import type { PtyExit } from './worker/messages.ts';
import type { SavedTerminal } from './worker-link.ts';

/** What `recordPty` is told. */
export interface RecordPtyOptions {
  /** The program: a path, or a name that is looked for in `PATH`. */
  readonly command: string;
  readonly args?: readonly string[];
  /** Where it runs. Default: where this process does. */
  readonly cwd?: string;
  /** Its environment, to which `PLAYHEAD_SESSION_ID` is added; it also says where and how is recorded. Default: that of this process. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The width of its terminal in cells. Default: that of `stdout`, else 80. */
  readonly columns?: number;
  /** The height of its terminal in cells. Default: that of `stdout`, else 24. */
  readonly rows?: number;
  /** Whether what is typed is recorded, without passwords. Default false. */
  readonly input?: boolean;
  /** Where what is typed comes from. A terminal is lent to the command until that ends. Default: nowhere. */
  readonly stdin?: ReadStream | NodeJS.ReadStream;
  /** Where what it prints goes, as it is. Default: nowhere. */
  readonly stdout?: WriteStream | NodeJS.WriteStream;
  /** The session to join as one more terminal. Default: `PLAYHEAD_SESSION_ID`, else a new session, which ends with the command. */
  readonly sessionId?: string;
  /** The name of a new session. Default: the command line. */
  readonly name?: string;
  /** The harness of a new session. Default `terminal`. */
  readonly harness?: string;
  /** The agent of a new session. Default: the name of the program. */
  readonly agentName?: string;
  /** The workspace of a new session. Default: the name of the directory. */
  readonly workspaceName?: string;
  /** The address that replay URLs start with. Default: `PLAYHEAD_URL`, the running server, `http://127.0.0.1:7433`. */
  readonly serverUrl?: string;
  /** How secrets are taken out. Default `entity`; what environment, repository, user and workspace set can make it stricter. */
  readonly redaction?: RedactionPolicy;
  /** Told where the recording is, right before the command starts, which waits for what it returns. */
  readonly onStart?: (start: PtyStart) => void | Promise<void>;
}

/** Where a terminal is recorded. */
export interface PtyStart {
  readonly sessionId: string;
  /** The id of the terminal: the `call` of its records. */
  readonly terminalId: string;
  /** Where the session can be watched once a server runs; blank where nothing is recorded. */
  readonly replayUrl: string;
  /** False where somebody opted out, or the recording could not begin. */
  readonly recording: boolean;
}

/** A command that runs in a recorded terminal. */
export interface PtyRecording extends PtyStart {
  /** The id of its process. */
  readonly pid: number;
  /** Settles when the command has ended and everything that it printed was given on. Never rejects. */
  readonly exit: Promise<PtyExit>;
  /** Settles when everything is stored, or it is known that it cannot be. Never rejects. */
  readonly saved: Promise<SavedTerminal>;
  /** Types. */
  write(text: string | Uint8Array): void;
  /** Gives the terminal another size. */
  resize(columns: number, rows: number): void;
  /** Sends a signal to the command. Default `SIGHUP`. */
  kill(signal?: NodeJS.Signals): void;
}
