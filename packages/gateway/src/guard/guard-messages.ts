import type { JsonObject } from '@playhead/protocol';
import type { RecordStartOptions } from '@playhead/recorder';
import type { ExchangeStep } from '../http/exchange.ts';
import type { RpcDecision } from '../rpc/decision-item.ts';
import type { RpcDirection } from '../rpc/direction.ts';
import type { StdioExit } from '../stdio/stdio-tap.ts';

/**
 * What a connection does when its recording cannot keep up: hand on and count what is missing, keep copies on the disk, or hand on only what is stored.
 */
export type GuardMode = 'observe' | 'buffer' | 'strict';

/** What the worker of a guarded connection is started with. */
export interface GuardStart {
  readonly playhead: 'gateway-guard';
  readonly session: RecordStartOptions & { readonly sessionId: string };
  readonly mode: GuardMode;
  readonly ownsSession: boolean;
  readonly server: string;
  readonly connectionId: string;
  /** What is recorded of its beginning. */
  readonly first: { readonly name: string; readonly extra: JsonObject };
  readonly at: number;
  /** Whether what passes are exchanges over HTTP. Default: messages that come by lines. */
  readonly isHttp?: boolean;
}

/** What the thread of the connection tells its worker. */
export type ToGuardWorker =
  | { readonly kind: 'line'; readonly direction: RpcDirection; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'long'; readonly direction: RpcDirection; readonly at: number; readonly bytes: number; readonly digest: string }
  | { readonly kind: 'step'; readonly direction: RpcDirection; readonly at: number; readonly step: ExchangeStep }
  | { readonly kind: 'decision'; readonly direction: RpcDirection; readonly at: number; readonly decided: RpcDecision; readonly exchange?: number }
  | { readonly kind: 'gap'; readonly direction: RpcDirection; readonly at: number; readonly messages: number }
  | { readonly kind: 'hidden'; readonly at: number; readonly tools: readonly string[] }
  | { readonly kind: 'failure'; readonly at: number; readonly message: string }
  /** Wants to hear once everything before is stored. */
  | { readonly kind: 'sync'; readonly ticket: number }
  | { readonly kind: 'watch' | 'unwatch'; readonly approvalId: string }
  | { readonly kind: 'end'; readonly at: number; readonly exit: StdioExit };

/** What somebody said to a message that waits. */
export interface ApprovalAnswer {
  readonly decision: 'approved' | 'denied';
  readonly by: string;
  readonly message?: string;
}

/** What the worker answers. */
export type FromGuardWorker =
  | { readonly kind: 'ready'; readonly recording: boolean }
  | { readonly kind: 'taken'; readonly bytes: number }
  | { readonly kind: 'stored'; readonly ticket: number; readonly stored: boolean }
  | { readonly kind: 'answered'; readonly approvalId: string; readonly answer: ApprovalAnswer }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'done'; readonly lost: number };
