import type { HistorySurvey, JsonObject, SessionHeader, SessionRecord, Via } from '@playhead/protocol';
import type { RecordInput } from './harness.ts';

/** A session in a harness's own files. */
export interface HistorySession {
  readonly harnessSessionId: string;
  /** Its main file. */
  readonly path: string;
  /** How large its files are. */
  readonly bytes: number;
  /** When it was written to last: microseconds since the Unix epoch. */
  readonly updatedAt: number;
  /** The main files of older sessions whose beginning it shares: it is a fork of one of them. */
  readonly sharesWith?: readonly string[];
  /** Files of it that lie among those of other sessions, where they were looked for. */
  readonly strays?: readonly string[];
}

/** Where to look for sessions. */
export interface HistoryPlace {
  /** A file, or a folder of them. Default: where the harness keeps its sessions. */
  readonly path?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  /** Hears of every folder and file that may not be read, and goes on with the others. */
  readonly onUnreadable?: (path: string, error: unknown) => void;
}

/** A record that a harness's own file tells of. */
export interface HistoryRecord extends RecordInput {
  readonly at: number;
  /** That it corrects a record with the same key, which a live witness could only guess. It has to have happened earlier to be the one that counts. `only`: without such a guess it says nothing new. */
  readonly corrects?: boolean | 'only';
}

/** What lines of a file came to. */
export interface HistoryStep {
  readonly records: readonly HistoryRecord[];
  /** What the lines are, should they add nothing: `facts` are known already, `duplicate` lines belong to the session this one was copied from. */
  readonly kind: 'facts' | 'bookkeeping' | 'duplicate' | 'damaged';
  /** How many lines, and their bytes with their line feeds. */
  readonly lines: number;
  readonly bytes: number;
  /** What is wrong with them, for people. */
  readonly damage?: string;
}

/** Reads one session from a harness's own files. */
export interface HistoryReader {
  readonly header: Omit<SessionHeader, 'sessionId'>;
  /** When the session began: microseconds since the Unix epoch. */
  readonly startedAt: number;
  /** When the last thing happened that was read: microseconds since the Unix epoch. */
  readonly lastAt: number;
  /** The harness's own id of the session that it is a fork of. */
  readonly forkOf?: string;
  /** Reads what was not read yet. May be called again when there is more. */
  read(signal?: AbortSignal): AsyncIterable<HistoryStep>;
  /** What ends a session that will not go on: its last answer and its end. */
  finish(): readonly HistoryRecord[];
}

/** Knows what a recording holds already, so that what its history tells is added once. */
export interface HistoryMemory {
  /** Learns a record of the recording. */
  take(record: Pick<SessionRecord, 'type' | 'data' | 'via'> & Partial<Pick<SessionRecord, 'at' | 'key' | 'turn' | 'call' | 'agent'>>): void;
  /** Whether a record is still missing. */
  lets(record: HistoryRecord): boolean;
}

/** How the sessions that a harness keeps itself are read: to import them, and to complete what its hooks told. */
export interface HarnessHistory {
  /** Which witness its records have. Default `transcript`. */
  readonly via?: Via;
  /** Tells what there is to import. Opens no file. */
  survey(place: HistoryPlace): Promise<HistorySurvey>;
  /** Finds sessions, oldest first. */
  find(place: HistoryPlace): Promise<readonly HistorySession[]>;
  /** The session of a payload, where the payload says truthfully which file holds it. */
  ofPayload(payload: JsonObject): Promise<HistorySession | undefined>;
  /** The session of a name, where the harness keeps it. Without it nothing is made up for where hooks could leave no more than that name. */
  named?(harnessSessionId: string, place: HistoryPlace): Promise<HistorySession | undefined>;
  /** Whether the user asked in a session that nothing of it is kept: one that was not recorded is not imported then. Default: never. */
  isPrivate?(session: HistorySession, signal?: AbortSignal): Promise<boolean>;
  /** Whether a payload means that there is something to complete. */
  isDue(payload: JsonObject): boolean;
  /** Opens a session. @returns undefined when its files hold none. */
  open(session: HistorySession): Promise<HistoryReader | undefined>;
  /**
   * What tells whether the files of a session changed, without reading them: the same as long as reading them again would tell the same. Without it they are
   * read at every import.
   */
  stamp?(session: HistorySession): Promise<string>;
  remember(): HistoryMemory;
}
