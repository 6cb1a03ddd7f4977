import { encodeRecord, isBlobRef, isJsonObject, isPlayheadError, PlayheadError, type BlobRef, type JsonObject, type JsonValue, type RedactionCount, type SessionRecord, type SessionStorage } from '@playhead/protocol';
import { guardAnnotation } from './guard-annotation.ts';
import { streamName } from './held-streams.ts';
import { createProducer } from './producer.ts';
import type { RecordGuard } from './record-guard.ts';
import type { SessionRecording } from './session-recording.ts';

/** How {@link redactSession} goes about it. */
export interface RedactSessionOptions {
  /** Only counts; nothing is written. Default false. */
  readonly dryRun?: boolean;
}

/** What {@link redactSession} found in a recording. */
export interface RedactedSession {
  readonly sessionId: string;
  /** Records looked at. */
  readonly records: number;
  /** Records that hold something else now; in a dry run, that would. */
  readonly changed: number;
  /** What was found, by kind. Never a value. */
  readonly found: readonly RedactionCount[];
}

/**
 * Takes secrets out of a recording that exists, with the rules of today: records, large values, header and notes.
 * The recording says afterwards what was taken out, and under which policy.
 *
 * @param storage - Where the recording is; its `rewrite` replaces the log in one step.
 * @param recording - How it is to be redacted: what `createSessionRecording` gives.
 * @throws PlayheadError `session_not_found`; `usage` when the policy is `off`; whatever the storage reports.
 *
 * @example
 * ```ts
 * const { found } = await redactSession(storage, sessionId, createSessionRecording()(), { dryRun: true });
 * ```
 */
export async function redactSession(storage: SessionStorage, sessionId: string, recording: Pick<SessionRecording, 'guard'>, options: RedactSessionOptions = {}): Promise<RedactedSession> {
  const guard = await recording.guard();
  if (!guard.redaction) throw new PlayheadError('usage', 'The policy is off, so nothing was redacted. Choose entity or strict.');
  const lastPieces = await lastPiecesOf(storage, sessionId);
  let records = 0;
  let changed = 0;
  const change = async (record: SessionRecord): Promise<SessionRecord | undefined> => {
    records += 1;
    const name = streamName(record);
    const safe = guard.stored(record, name === undefined || (lastPieces.get(name) ?? record.id) === record.id);
    const data = await withBlobs(storage, sessionId, safe, guard, options.dryRun === true);
    if (safe === record && data === safe.data) return undefined;
    changed += 1;
    return { ...safe, data };
  };
  if (options.dryRun) {
    for await (const { records: found } of storage.read(sessionId)) for (const { record } of found) await change(record);
    const info = await storage.get(sessionId);
    if (info) guard.header(info);
    for (const annotation of await storage.annotations(sessionId)) guardAnnotation(annotation, guard);
    return { sessionId, records, changed, found: totals(guard) };
  }
  await storage.rewrite(sessionId, async ({ record }) => {
    const safe = await change(record);
    return safe && encodeRecord(safe);
  }, { header: (header) => guard.header(header), annotation: (annotation) => guardAnnotation(annotation, guard) });
  const found = totals(guard);
  if (found.length > 0 || (await policyOf(storage, sessionId)) !== guard.redaction.digest) await tell(storage, sessionId, guard.redaction, found);
  return { sessionId, records, changed, found };
}

/** The last piece of each text that came in pieces, by its stream. */
async function lastPiecesOf(storage: SessionStorage, sessionId: string): Promise<ReadonlyMap<string, string>> {
  const last = new Map<string, string>();
  for await (const { records } of storage.read(sessionId)) {
    for (const { record } of records) {
      const name = streamName(record);
      if (name !== undefined) last.set(name, record.id);
    }
  }
  return last;
}

/** The data with every text beside the log redacted too. */
async function withBlobs(storage: SessionStorage, sessionId: string, record: SessionRecord, guard: RecordGuard, dryRun: boolean): Promise<JsonObject> {
  const visit = async (value: JsonValue | undefined): Promise<JsonValue | undefined> => {
    if (typeof value !== 'object' || value === null) return value;
    if (isBlobRef(value)) return value.encoding === 'base64' ? value : ((await redactBlob(value)) ?? value);
    const entries = await Promise.all(Object.entries(value).map(async ([key, inner]) => [key, await visit(inner)] as const));
    if (entries.every(([key, inner]) => inner === (value as JsonObject)[key])) return value; // lists have keys too
    return Array.isArray(value) ? entries.map(([, inner]) => inner ?? null) : Object.fromEntries(entries);
  };
  const redactBlob = async (blob: BlobRef): Promise<JsonValue | undefined> => {
    const bytesThere = await storage.blobs.get(sessionId, blob.$blob).catch(nothingWhereMissing);
    if (!bytesThere) return undefined;
    const text = new TextDecoder().decode(bytesThere);
    const content = blob.encoding === 'json' ? parsed(text) : text;
    const safe = guard.whole({ ...record, data: { content } }).data['content'];
    if (safe === content || safe === undefined) return undefined;
    const stored = typeof safe === 'string' && blob.encoding === 'text' ? safe : JSON.stringify(safe);
    const bytes = new TextEncoder().encode(stored);
    const $blob = dryRun ? blob.$blob : await storage.blobs.put(sessionId, bytes);
    return { ...blob, $blob, size: bytes.length, ...(blob.preview !== undefined && { preview: stored.slice(0, blob.preview.length) }) };
  };
  const data = await visit(record.data);
  return isJsonObject(data) ? data : record.data;
}

/** A value that is gone holds no secret any more, and must not keep those that are there. */
function nothingWhereMissing(error: unknown): undefined {
  if (!isPlayheadError(error, 'blob_not_found')) throw error;
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue; // what was written as JSON
  } catch {
    return text; // by another hand
  }
}

function totals(guard: RecordGuard): readonly RedactionCount[] {
  const counts = new Map<string, number>();
  for (const { data } of guard.take('all')) {
    const found = data['found'];
    // The tally's own records.
    for (const { kind, count } of Array.isArray(found) ? (found as readonly RedactionCount[]) : []) counts.set(kind, (counts.get(kind) ?? 0) + count);
  }
  return [...counts].map(([kind, count]) => ({ kind, count }));
}

async function policyOf(storage: SessionStorage, sessionId: string): Promise<string | undefined> {
  return (await storage.get(sessionId))?.redaction?.digest;
}

async function tell(storage: SessionStorage, sessionId: string, redaction: NonNullable<RecordGuard['redaction']>, found: readonly RedactionCount[]): Promise<void> {
  const producer = createProducer({ via: 'sdk' });
  const at = (await storage.get(sessionId))?.updatedAt;
  const lines = [producer.produce({ type: 'session_update', ...(at !== undefined && { at }), data: { redaction } }).line];
  if (found.length > 0) lines.push(producer.produce({ type: 'redaction', ...(at !== undefined && { at }), data: { policy: redaction.policy, found: found.map((each) => ({ ...each })) } }).line);
  await storage.append(sessionId, lines);
}
