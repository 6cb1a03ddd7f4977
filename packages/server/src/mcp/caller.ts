import type { Identity, Task } from '@playhead/protocol';

/** What transport and launcher say of a client. Nothing of it comes from a message. */
export interface McpCaller {
  /** The page of a session. */
  readonly replayUrlOf: (sessionId: string) => string | Promise<string>;
  /** The session that the launcher opened, which `record_start` joins. Default: none. */
  readonly sessionId?: string;
  /** The only session that exists for the client. Default: all. */
  readonly only?: string;
  /** The directory that the client started in: its settings count. Default: not known. */
  readonly startedIn?: string;
  /** What the client's environment says of recording, where it is another than this process's. */
  readonly env?: Readonly<Record<string, string>>;
  /** Who is behind the agent. Default: not known. */
  readonly identity?: Identity;
  /** What its work is for. Default: not known. */
  readonly task?: Task;
  /** What the client calls itself. Default: not known. */
  readonly client?: { readonly name: string; readonly version: string };
  /** Whether what is heard here comes from one client, which is gone when this ends: then its last session is the default one, and is kept alive. Default false. */
  readonly connected?: boolean;
}
