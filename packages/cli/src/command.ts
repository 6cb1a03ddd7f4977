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
  /** Aborts on Ctrl-C and SIGTERM. */
  readonly signal: AbortSignal;
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
}

/** What the user wrote. */
export interface CommandInput {
  readonly positionals: readonly string[];
  /** A text option; undefined when not given. */
  text(name: string): string | undefined;
  /** A switch. */
  flag(name: string): boolean;
}

/** One command. The table of these generates help and completion. */
export interface Command {
  /** Its words, such as `sessions list`. */
  readonly name: string;
  /** Its positional arguments in help, such as `<id>`. */
  readonly usage?: string;
  readonly about: string;
  /** How many positional arguments it takes. Default none. */
  readonly positionals?: { readonly min: number; readonly max: number };
  readonly options?: Readonly<Record<string, CommandOption>>;
  /** Whether it looks at recordings: what hooks left on the disk is stored before. Default: when its name begins with `sessions`. */
  readonly readsRecordings?: boolean;
  /**
   * @returns The exit code: 0 done, 1 failed.
   * @throws PlayheadError; `usage` becomes exit code 2.
   */
  run(input: CommandInput, context: CommandContext): Promise<number>;
}
