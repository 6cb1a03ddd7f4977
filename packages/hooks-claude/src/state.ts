import type { TextValue } from '@playhead/protocol';

/** A tool call whose end is not known yet. */
export interface OpenCall {
  readonly id: string;
  readonly name: string;
  /** Digest of its input, to join a permission request. */
  readonly input: string;
  /** Digest of the command that it runs in a shell. */
  readonly command?: string;
  readonly agent?: string;
  readonly turn?: string;
  /** The type of the subagent it starts. */
  readonly agentType?: string;
  /** The subagent it started. */
  readonly started?: string;
  /** How its own event said it ended; the batch is still to come. */
  readonly status?: string;
  /** Whether the user was asked for permission. */
  readonly asked?: boolean;
}

/** A subagent that started. */
export interface StartedAgent {
  readonly id: string;
  readonly type?: string;
  /** The call that started it. */
  readonly call?: string;
  /** The turn it started in: all it does belongs there, also what it does in the background of later ones. */
  readonly turn?: string;
}

/** What the reducer knows of a session. JSON, and a function of the records written so far. */
export interface ClaudeState {
  readonly calls: readonly OpenCall[];
  readonly agents: readonly StartedAgent[];
  /** Titles of the agent's own tasks, the newest 200. */
  readonly tasks: readonly { readonly id: string; readonly title: string }[];
  readonly turn?: string;
  /** Digest of the prompt that was submitted last. */
  readonly prompt?: string;
  /** Where the current turn stands. */
  readonly turnState?: 'open' | 'success' | 'failed' | 'interrupted';
  /** The turn that ended last. */
  readonly endedTurn?: string;
  /** How the main agent's last run of tests went. */
  readonly tests?: 'passed' | 'failed';
  /** What the agent said last. */
  readonly lastText?: TextValue;
  /** Whether the first human prompt was seen. */
  readonly named: boolean;
  readonly ended: boolean;
}

/** The state before the first payload. */
export function initialState(): ClaudeState {
  return { calls: [], agents: [], tasks: [], named: false, ended: false };
}
