import { basename } from 'node:path';
import { createIdSource, PlayheadError, type JsonObject, type SessionHeader, type SessionStorage } from '@playhead/protocol';
import { encodeRecords, type EncodeTarget, type RecordInput, type SessionRecording } from '@playhead/recorder';
import { createTerminalMoments, type TerminalMoment } from '@playhead/recorder/terminal-moments';
import { readCastSession, type CastRecord, type CastSession } from '@playhead/replay-core/cast';
import { safeAnnotation } from '@playhead/server';
import { createCastProducer } from './cast-producer.ts';
import type { CastFile } from './cast-file.ts';

/** What became of a file. */
export interface CastImport {
  /** Absent where nothing is recorded. */
  readonly sessionId?: string;
  readonly created: boolean;
  /** How many records were added. */
  readonly records: number;
  /** What of the file could not be read, for people: the first hundred. */
  readonly damage: readonly string[];
  readonly skipped?: 'opted_out';
}

const MOST_RECORDS = 200;
const MOST_CHARACTERS = 1024 * 1024;
const MOST_DAMAGE = 100;
/** The end of what was shown, which may be the beginning of a secret, waits for what follows within this time and no longer, as while it is recorded. Microseconds. */
const HOLD_US = 250_000;

/**
 * Brings a recording of a terminal into the storage. Doing it again adds what is missing, mostly nothing.
 *
 * @throws PlayheadError what reading the file and the storage throw; `aborted` when told to stop: what was added until then stays.
 */
export async function importCast(file: CastFile, { storage, recording, signal }: { readonly storage: SessionStorage; readonly recording: SessionRecording; readonly signal: AbortSignal }): Promise<CastImport> {
  if (!recording.record) return { created: false, records: 0, damage: [], skipped: 'opted_out' };
  const guard = await recording.guard();
  const nextId = createIdSource();
  const session = await readCastSession(file.items(), { terminalId: terminalIdOf(file), startedAt: file.changedAt });
  // The cast: `Omit` of an open map forgets its named keys.
  const header = { ...guard.header(headerOf(file, session)), sessionId: nextId() } as SessionHeader;
  const { sessionId, created } = await storage.create(header, { at: session.startedAt });
  const known = created ? -1 : await lastNumber(storage, sessionId, producerOf(file));
  const target: EncodeTarget = { storage, sessionId, guard, producer: createCastProducer(producerOf(file)) };
  const damage: string[] = [];
  let records = 0;
  let waiting: RecordInput[] = [];
  let lines: string[] = [];
  let size = 0;
  let produced = 0; // lines, and so numbers
  let at = Infinity;
  const encode = async (held?: 'settled' | 'all'): Promise<void> => {
    for (const line of await encodeRecords(waiting, target, held && { held })) lines.push(line);
    waiting = [];
  };
  const flush = async (held?: 'all'): Promise<void> => {
    await encode(held);
    const missing = lines.slice(Math.max(0, known + 1 - produced));
    produced += lines.length;
    if (missing.length > 0) await storage.append(sessionId, missing, { encoded: true });
    records += missing.length;
    lines = [];
    size = 0;
  };
  const start: CastRecord = { type: 'session_start', key: 'session:start', via: 'import', at: session.startedAt, data: { ...header, sessionId } as unknown as JsonObject }; // a header came from JSON
  const mark = createMarker(session);
  waiting.push(start);
  for await (const step of session.steps) {
    if (signal.aborted) throw new PlayheadError('aborted', 'Interrupted. Run it again to go on: what was imported stays.');
    if (step.kind === 'damage') {
      if (damage.length < MOST_DAMAGE) damage.push(step.message);
    } else if (step.kind === 'annotation') await storage.annotate(sessionId, safeAnnotation(step.annotation, guard));
    else {
      const { record } = step;
      if (record.at - at >= HOLD_US) await encode('settled');
      at = record.at;
      waiting.push(...mark(record), record);
      size += sizeOf(record.data);
      if (waiting.length + lines.length >= MOST_RECORDS || size >= MOST_CHARACTERS) await flush();
    }
  }
  await flush('all');
  return { sessionId, created, records, damage };
}

function headerOf({ path, digest }: CastFile, { format, name, start }: CastSession): Omit<SessionHeader, 'sessionId'> {
  const { sessionId: from, harnessSessionId: _harnessSessionId, generation: _generation, redaction: _redaction, ...told } = start ?? {};
  const usual = { name, harness: 'terminal', agentName: 'terminal', workspaceName: basename(path) };
  const metadata = { imported: { format, file: basename(path), ...(typeof from === 'string' && { sessionId: from }) } };
  return { ...usual, ...told, harnessSessionId: `cast:${digest.slice(0, 32)}`, generation: 0, capture: { tier: 'import' }, metadata };
}

function producerOf({ digest }: CastFile): string {
  return `cast-${digest.slice(0, 12)}`;
}

/** An id that the same file has every time. */
function terminalIdOf({ digest }: CastFile): string {
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-7${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** The last number that an import of the same file has stored. */
async function lastNumber(storage: SessionStorage, sessionId: string, producer: string): Promise<number> {
  let last = -1;
  for await (const { records } of storage.read(sessionId)) {
    for (const { record } of records) if (record.p === producer) last = Math.max(last, record.n);
  }
  return last;
}

function sizeOf(data: JsonObject): number {
  const text = data['text'];
  return typeof text === 'string' ? text.length : 0;
}

/** Finds the moments of a terminal whose recording has none. A session of Playhead has its own. */
function createMarker({ start }: CastSession): (record: CastRecord) => readonly CastRecord[] {
  if (start) return () => [];
  const moments = createTerminalMoments();
  return ({ type, at, via, call, data }) => {
    const { text, encoding, exitCode, columns, rows } = data;
    const found = (): readonly TerminalMoment[] => {
      if (type === 'terminal_output' && typeof exitCode === 'number') return moments.exit(at, exitCode);
      if (type === 'terminal_output' && typeof text === 'string') return moments.output(at, encoding === 'base64' ? Buffer.from(text, 'base64').toString() : text);
      if (type === 'terminal_input') return moments.input(at);
      return type === 'terminal_resize' && typeof columns === 'number' && typeof rows === 'number' ? moments.resize(at, columns, rows) : [];
    };
    return found().map(({ at: when, ...moment }) => ({ type: 'moment', via, at: when, data: { ...moment }, ...(call !== undefined && { call }) }));
  };
}
