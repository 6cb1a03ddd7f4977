import { createSeenNumbers, type SeenRuns } from '@playhead/protocol';
import { closeSync, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import {
  emptySessionText, foldSessionInfo, foldSessionText, isJsonObject, sessionOriginsOf, withSessionOrigins, type JsonValue, type SessionInfo, type SessionRecord, type SessionText,
} from '@playhead/protocol';
import { recordsOf } from '../common/line-records.ts';
import { infoOfHeader } from '../common/session-info.ts';
import { HEADER } from './create.ts';
import { archivePath, besideLog, fileAt } from './paths.ts';
import { readLogs, readStateAt, type ReadState } from './read.ts';
import { identityOf, lengthOf, logIdentity } from './whole-log.ts';
import { readIfThere } from './write-file.ts';

/** How many sessions are kept so that their growth is read on from where it was. */
const MOST_KEPT = 1000;
/** Logs up to this size are read at once, which is many times faster than in chunks. */
const SMALL_BYTES = 256 * 1024;
/** How many numbers may say which records were seen, for the state to be worth keeping elsewhere. */
const MOST_RUNS = 2000;
/** As many bytes hold the end of a record with its own text. */
const MARK_BYTES = 128;

/** What the logs of a session add up to. */
export interface FoldedSession {
  readonly info: SessionInfo;
  readonly text: SessionText;
  readonly hasHeader: boolean;
  /** The files as they were when they were read. */
  readonly files: readonly Stats[];
  /** How many bytes its lines have, whatever they take on the disk. */
  readonly bytes: number;
  /** What {@link SessionFolds.fold} needs to read on from here in another process. */
  readonly state: JsonValue;
}

/** A session as it was when its state was kept. */
export interface KeptFold {
  readonly info: SessionInfo;
  readonly text: SessionText;
  readonly state: JsonValue;
}

/** Reads what sessions add up to, and of logs that grew only what is new. */
export interface SessionFolds {
  /** @param kept - Gives what another process kept, where this one knows nothing. */
  fold(sessionId: string, logs: readonly string[], kept?: () => KeptFold | undefined): Promise<FoldedSession>;
  forget(sessionId: string): void;
}

interface Known extends ReadState {
  readonly from: string;
  /** The last bytes that were read of each log: where they stand no more, it was written over. */
  readonly marks: readonly string[];
  readonly sizes: readonly number[];
  readonly info: SessionInfo;
  readonly text: SessionText;
  readonly hasHeader: boolean;
}

/** Remembers the sessions that were folded last. */
export function createSessionFolds(): SessionFolds {
  const known = new Map<string, Known>();
  return {
    forget: (sessionId) => void known.delete(sessionId),
    async fold(sessionId, logs, kept = () => undefined) {
      const files = logs.map((log) => statSync(log));
      const from = files.map((file, index) => `${identityOf(file)}:${logs[index]}`).join('\n');
      const before = known.get(sessionId) ?? restored(kept());
      known.delete(sessionId); // taken out while it is read: two calls at once must not move one state
      const usable = before?.from === from && files.every(({ size }, index) => size >= (before.sizes[index] ?? 0)) && marksOf(logs, before.offsets).join() === before.marks.join() ? before : undefined;
      const header = usable ? undefined : headerOf(logs);
      const state: ReadState = usable ?? readStateAt(logs.map(() => 0));
      let info = usable?.info ?? infoOfHeader(sessionId, header ?? {});
      let text = usable?.text ?? emptySessionText();
      const add = (record: SessionRecord): void => {
        info = foldSessionInfo(info, record);
        text = foldSessionText(text, record);
      };
      const archived = logs.map((path) => fileAt(archivePath(path)) !== undefined);
      const [log = '', ...others] = logs;
      if (!usable && others.length === 0 && !archived[0] && (files[0]?.size ?? 0) <= SMALL_BYTES) readSmallLog(log, state, add);
      else for await (const { records } of readLogs(logs, state)) for (const { record } of records) add(record);
      const hasHeader = usable?.hasHeader ?? header !== undefined;
      const sizes = files.map(({ size }) => size);
      const oldest = known.size >= MOST_KEPT ? known.keys().next().value : undefined;
      if (oldest !== undefined) known.delete(oldest);
      const own = { ...state, from, sizes, marks: marksOf(logs, state.offsets), info, text, hasHeader };
      known.set(sessionId, own);
      const lengths = await Promise.all(logs.map((path, index) => (archived[index] ? lengthOf(path) : (sizes[index] ?? 0))));
      const bytes = lengths.reduce((sum, length) => sum + length, 0);
      return { info, text, hasHeader, files, bytes, state: lengths.some((length) => length > SMALL_BYTES) ? stateOf(own) : null };
    },
  };
}

function readSmallLog(log: string, state: ReadState, add: (record: SessionRecord) => void): void {
  const fd = openSync(log, 'r');
  try {
    const stats = fstatSync(fd);
    const bytes = Buffer.allocUnsafe(stats.size);
    const length = readSync(fd, bytes, 0, bytes.length, 0);
    const end = bytes.lastIndexOf(0x0a, length - 1) + 1; // what follows is not written yet
    for (const line of length === 0 || end === 0 ? [] : bytes.toString('utf8', 0, end - 1).split('\n')) {
      for (const { record } of recordsOf(line, state.seen).records) add(record);
    }
    state.offsets[0] = end;
    state.files[0] = logIdentity(stats);
  } finally {
    closeSync(fd);
  }
}

function marksOf(logs: readonly string[], offsets: readonly number[]): readonly string[] {
  return logs.map((log, index) => {
    const end = offsets[index] ?? 0;
    const bytes = Buffer.alloc(Math.min(MARK_BYTES, end));
    const fd = openSync(log, 'r');
    try {
      return bytes.toString('base64', 0, readSync(fd, bytes, 0, bytes.length, end - bytes.length));
    } finally {
      closeSync(fd);
    }
  });
}

function stateOf({ from, sizes, marks, info, offsets, seen, files, hasHeader }: Known): JsonValue {
  const runs = seen.runs();
  if (runs.reduce((sum, [, ends]) => sum + ends.length, 0) > MOST_RUNS) return null;
  return { from, sizes: [...sizes], marks: [...marks], offsets: [...offsets], files: [...files], header: hasHeader, origins: sessionOriginsOf(info), seen: runs.map(([key, ends]) => [key, [...ends]]) };
}

/** A state that this package wrote; what does not look like one is none, and the log is read anew. */
function restored(kept: KeptFold | undefined): Known | undefined {
  const state = kept?.state;
  if (!kept || !isJsonObject(state)) return undefined;
  const { from, sizes, marks, offsets, files, header, origins = null, seen } = state;
  if (typeof from !== 'string' || !isNumbers(sizes) || !isNumbers(offsets) || !Array.isArray(marks) || !Array.isArray(files) || !isRuns(seen)) return undefined;
  return { from, sizes, marks: marks.map(String), offsets: [...offsets], files: files.map(String), hasHeader: header === true, seen: createSeenNumbers(seen), info: withSessionOrigins(kept.info, origins), text: kept.text };
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'number');
}

function isRuns(value: unknown): value is SeenRuns {
  return Array.isArray(value) && value.every((entry) => Array.isArray(entry) && typeof entry[0] === 'string' && isNumbers(entry[1]));
}

/** What creators said; a log that was copied in alone has only what its records say. */
function headerOf(logs: readonly string[]): object | undefined {
  const texts = logs.map((log) => readIfThere(besideLog(log, HEADER))).filter((text) => text !== undefined);
  return texts.length === 0 ? undefined : Object.assign({}, ...texts.map(parse));
}

function parse(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {}; // a hand edit; the records say the rest
  }
}
