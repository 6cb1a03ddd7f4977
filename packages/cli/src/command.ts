/** What a command says and where. Handed in, so that tests read it and nothing prints by accident. */
export interface Output {
  /** A line on stdout: what was asked for. */
  line(text: string): void;
  /** A part of what was asked for, on stdout, as it stands. */
  write(text: string): void;
  /** A line on stderr: what people should know besides. */
  note(text: string): void;
}

/** What a command may use of its surroundings. */
export interface CommandContext {
  readonly output: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Whether a person sits at a terminal. */
  readonly interactive: boolean;
  /** Characters of a line and lines of the screen; absent where stdout is no terminal. */
  readonly screen?: { readonly columns: number; readonly rows: number };
  /** Aborts on Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
  /** What aborted it. Default: nobody knows. */
  readonly stoppedBy?: () => NodeJS.Signals | undefined;
}

/** An option of a command, as help and completion list it. */
export interface CommandOption {
  readonly type: 'string' | 'boolean';
  /** What it does, in one line. */
  readonly about: string;
  /** A letter that means the same behind one dash. Default none. */
  readonly short?: string;
  /** What stands for the value in help. Default `value`. */
  readonly value?: string;
  /** The words that it may be. Default any text. */
  readonly values?: readonly string[];
  /** Whether it may be given several times. Default: the last one counts. */
  readonly multiple?: true;
  /** What completion offers beside `values`. Default nothing. */
  readonly completes?: Completes;
}

/** What may stand somewhere on a command line: the id of a recording, a file, a folder. */
export type Completes = 'session' | 'file' | 'folder';

/** What the user wrote. */
export interface CommandInput {
  readonly positionals: readonly string[];
  /** A text option; undefined when not given. Of one that was given several times the last. */
  text(name: string): string | undefined;
  /** Every text that an option was given. */
  texts(name: string): readonly string[];
  /** A switch. */
  flag(name: string): boolean;
}

/** A command line and what it is for. */
export interface CommandExample {
  /** Without `playhead`, such as `sessions list --outcome failed`. */
  readonly line: string;
  readonly about: string;
}

/** One command. The table of these generates help, completion and `docs/reference/cli.md`. */
export interface Command {
  /** Its words, such as `sessions list`. */
  readonly name: string;
  /** Its positional arguments in help, such as `<id>`. */
  readonly usage?: string;
  readonly about: string;
  /** How many positional arguments it takes. Default none. */
  readonly positionals?: { readonly min: number; readonly max: number };
  readonly options?: Readonly<Record<string, CommandOption>>;
  /** Command lines that help shows. */
  readonly examples: readonly CommandExample[];
  /** What its positional arguments are, or the words that the first may be. Default: anything. */
  readonly completes?: Completes | readonly string[];
  /** What its exit codes mean where that is not: 0 done, 1 failed, 2 wrong usage. */
  readonly exits?: Readonly<Record<string, string>>;
  /** Whether it looks at recordings: what hooks left on the disk is stored before. Default: when its name begins with `sessions`. */
  readonly readsRecordings?: boolean;
  /**
   * @returns The exit code: 0 done, 1 failed.
   * @throws PlayheadError; `usage` becomes exit code 2.
   */
  run(input: CommandInput, context: CommandContext): Promise<number>;
}
