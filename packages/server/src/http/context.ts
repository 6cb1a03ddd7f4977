import type { SessionStorage } from '@playhead/protocol';
import type { HarnessAdapter, SessionPlace, SessionRecording } from '@playhead/recorder';
import type { SessionLogs } from '../append/session-log.ts';
import type { Readers } from '../background/readers.ts';
import type { ToldAnswers } from '../background/told-answers.ts';
import type { Upkeep } from '../background/upkeep.ts';
import type { HistoryImports } from '../history/history-imports.ts';
import type { HookOutcome } from '../routes/hooks.ts';
import type { RetentionKeeper } from '../retention/keeper.ts';
import type { RetentionOptions } from '../retention/options.ts';
import type { Route } from '../routes/route.ts';
import type { HookReceiver } from '../hooks/hook-receiver.ts';
import type { HookVersions } from '../hooks/hook-versions.ts';
import type { LiveTails } from '../live/live-tails.ts';
import type { McpEndpoint } from '../mcp/mcp-endpoint.ts';

/** What the runtime around the handler knows of a request. */
export interface RequestContext {
  /** The sender's address. */
  readonly remoteAddress?: string;
  /** The port the request came in on. */
  readonly port?: number;
}

/** A file of the viewer. */
export interface ViewerFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The media type. */
  readonly type: string;
}

/** Where the pages come from: the built web app. */
export interface ViewerFiles {
  /**
   * Reads a file of the app.
   *
   * @param path - Below the app, without a leading slash, such as `assets/index-1a2b.js`. May be hostile.
   * @returns undefined when there is no such file.
   */
  read(path: string): Promise<ViewerFile | undefined>;
}

/** What routes work with. */
export interface RouteContext {
  /** The workspace whose sessions these are. */
  readonly workspace: string;
  readonly storage: SessionStorage;
  /** How a session is recorded, by where it runs. */
  readonly recordingOf: (place?: SessionPlace) => SessionRecording;
  /** The agent harnesses whose hooks are received. */
  readonly harnesses: readonly HarnessAdapter[];
  readonly viewer: ViewerFiles | undefined;
  readonly receiver: HookReceiver;
  /** Appends what comes by the API. */
  readonly logs: SessionLogs;
  /** The recording server for MCP clients. */
  readonly mcp: McpEndpoint;
  /** Keeps what lists and pages need of sessions, before anybody asks for it. */
  readonly upkeep: Upkeep;
  /** Knows who reads a log: what is kept before anybody asks for it lets them go first. */
  readonly readers: Readers;
  /** Remembers what was answered of all sessions. */
  readonly told: ToldAnswers;
  /** Follows logs, each once for all who look at it. */
  readonly tails: LiveTails;
  /** Everything the server answers. */
  readonly routes: readonly Route[];
  /** Aborts when the server closes. */
  readonly closing: AbortSignal;
  /** How often an idle live stream says that it is alive, in milliseconds. */
  readonly heartbeatMs: number;
  readonly version: string;
  readonly warnings: () => readonly string[];
  /** Imports what harnesses keep on this machine; absent where the server may not. */
  readonly imports: HistoryImports | undefined;
  /** Makes up for a session of which hooks found no room anywhere; absent where the server may not. Undefined while it cannot be read or stored yet. */
  readonly makeUp: ((adapter: HarnessAdapter, session: string, env: SessionPlace['env']) => Promise<HookOutcome | undefined>) | undefined;
  /** Removes what is not to be kept; absent where nobody said how much is. */
  readonly retention: { readonly options: RetentionOptions; readonly keeper: RetentionKeeper } | undefined;
  /** Which hooks send to this server. */
  readonly hookVersions: HookVersions;
}
