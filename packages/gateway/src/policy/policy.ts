import type { Identity, Task } from '@playhead/protocol';
import type { RpcDirection } from '../rpc/direction.ts';

/** What becomes of a message: it passes, it is refused, or it waits until somebody decides. */
export type PolicyEffect = 'allow' | 'deny' | 'hold';

/** What a text must be: a name in which `*` stands for anything, several of which one must fit, or an RE2 pattern that must be found in it. */
export type TextPattern = string | readonly string[] | { readonly matches: string };

/** What an argument must be: as {@link TextPattern}, or a value that it must equal. */
export type ValuePattern = TextPattern | number | boolean | null;

/** A rule of a policy. Everything that it names must fit; the first rule that fits decides. */
export interface PolicyRule {
  /** What records and answers call it. */
  readonly id: string;
  readonly effect: PolicyEffect;
  /** What the client calls the server. Default: every one. */
  readonly server?: TextPattern;
  /** Which tools. Default: every one. A rule without `method` is about calls of tools alone. */
  readonly tool?: TextPattern;
  /** Which methods of the protocol, instead of calls of tools: requests and notifications. */
  readonly method?: TextPattern;
  /** Which way the message goes. Default `to_server`. */
  readonly direction?: RpcDirection;
  /**
   * What the arguments of the call must be, or the parameters of another method: by JSON pointer, in which `*` stands for any member. Of several
   * values one must fit; in a rule that allows, each.
   */
  readonly arguments?: Readonly<Record<string, ValuePattern>>;
  /** Who is behind the agent, such as `user:ada@example.com`. */
  readonly identity?: TextPattern;
  /** The id of what its work is for. */
  readonly task?: TextPattern;
  /** What the agent is told, and what the recording says. */
  readonly message?: string;
  /** How long the message waits for a decision, in milliseconds. Default: that of the policy. */
  readonly timeoutMs?: number;
}

/** What may pass a connection. */
export interface Policy {
  readonly version: 1;
  /** What becomes of calls of tools that no rule fits. Other messages pass. */
  readonly default: PolicyEffect;
  /** How long a message waits for a decision, in milliseconds. Default 300,000. */
  readonly timeoutMs?: number;
  /** In the order in which they are asked. */
  readonly rules: readonly PolicyRule[];
}

/** A message as a policy looks at it. */
export interface PolicyCall {
  /** What the client calls the server. */
  readonly server: string;
  readonly direction: RpcDirection;
  readonly method: string;
  /** The tool, where the method is `tools/call`. */
  readonly tool?: string;
  /** Its arguments, or the parameters of another method. */
  readonly arguments?: unknown;
  readonly identity?: Identity;
  readonly task?: Task;
}

/** What a policy says to a message. */
export interface PolicyDecision {
  readonly effect: PolicyEffect;
  /** The rule that decided; absent: the default. */
  readonly rule?: string;
  /** What the rule wants to be told. */
  readonly message?: string;
  /** How long the message may wait, in milliseconds. */
  readonly timeoutMs: number;
}
