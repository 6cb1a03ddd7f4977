import { decodeRecord, type Annotation, type RewriteOptions, type SessionHeader } from '@playhead/protocol';
import { noteBlobs, rewrittenAnnotation, rewrittenLine, type ChangeLine } from '../common/rewritten.ts';
import { copyHeader } from '../common/session-info.ts';
import { bytesOf, writableLog } from './add-lines.ts';
import { removeUnusedBlobs } from './blob-uses.ts';
import { cursorOf } from './cursor.ts';
import type { Database } from './database.ts';
import { ALL_STORES, type LogRow, type SegmentRow, type Writing } from './schema.ts';
import { rangeOf } from './sessions.ts';

const NAME = 'indexeddb';
/** Segments that are read at a time. */
const STEP = 8;

/** What takes the place of what is stored. */
interface Draft {
  readonly revision: number;
  /** How many segments were looked at. */
  segments: number;
  /** Those that have another text now. */
  readonly changed: Map<number, SegmentRow>;
  bytes: number;
  readonly before: Set<string>;
  readonly after: Set<string>;
}

/** Gives the lines of a session another text, all at once. What was appended while it worked is changed too. */
export async function rewriteSession(database: Database, sessionId: string, change: ChangeLine, options: RewriteOptions): Promise<void> {
  for (let draft: Draft | undefined; ;) {
    const log = await database.read(['logs'], (tx) => writableLog(tx, sessionId, NAME));
    if (draft?.revision !== log.revision) draft = { revision: log.revision, segments: 0, changed: new Map(), bytes: 0, before: new Set(), after: new Set() };
    while (draft.segments < log.segments) await changeSome(database, log, draft, change);
    const stored = await database.read(['headers', 'annotations'], async (tx) => ({
      header: (await tx.objectStore('headers').get(sessionId))?.header,
      annotations: await tx.objectStore('annotations').index('session').getAll(sessionId),
    }));
    const header = options.header && stored.header ? copyHeader(await options.header(copyHeader(stored.header))) : undefined;
    const annotations = new Map<string, Annotation>();
    for (const { annotation } of options.annotation ? stored.annotations : []) {
      annotations.set(annotation.id, structuredClone(await rewrittenAnnotation(structuredClone(annotation), options.annotation ?? ((same) => same))));
    }
    const own = draft; // for the closure
    if (await database.write(ALL_STORES, (tx) => store(tx, sessionId, own, { header, annotations, noted: stored.annotations.length }), 'fsync')) return;
  }
}

async function changeSome(database: Database, { sessionId, segments }: LogRow, draft: Draft, change: ChangeLine): Promise<void> {
  const until = Math.min(segments, draft.segments + STEP);
  const rows = await database.read(['segments'], (tx) => tx.objectStore('segments').getAll(IDBKeyRange.bound([sessionId, draft.segments], [sessionId, until], false, true)));
  for (const row of rows) {
    const lines: string[] = [];
    for (const [index, line] of row.text.split('\n').entries()) {
      const record = decodeRecord(line);
      if (!record) continue; // damage is not carried over
      const next = await rewrittenLine({ line, record, cursor: cursorOf({ segment: row.number, lines: index + 1 }) }, change);
      noteBlobs(line, draft.before);
      noteBlobs(next, draft.after);
      lines.push(next);
    }
    const text = lines.join('\n');
    if (text !== row.text) draft.changed.set(row.number, { ...row, text });
    draft.bytes += bytesOf(text);
  }
  draft.segments = until;
}

/** @returns False when something was added meanwhile that has to be looked at first. */
async function store(tx: Writing, sessionId: string, draft: Draft, beside: { header: SessionHeader | undefined; annotations: ReadonlyMap<string, Annotation>; noted: number }): Promise<boolean> {
  const log = await writableLog(tx, sessionId, NAME);
  const noted = await tx.objectStore('annotations').index('session').getAllKeys(sessionId);
  if (log.revision !== draft.revision || log.segments !== draft.segments || noted.length !== beside.noted) return false;
  for (const row of draft.changed.values()) void tx.objectStore('segments').put(row);
  if (beside.header) {
    const header = await tx.objectStore('headers').get(sessionId);
    void tx.objectStore('headers').put({ sessionId, header: { ...beside.header, sessionId }, claims: header?.claims ?? [] });
  }
  for (const key of noted) {
    const row = await tx.objectStore('annotations').get(key);
    const annotation = beside.annotations.get(row?.annotation.id ?? '');
    if (annotation) void tx.objectStore('annotations').put({ sessionId, annotation }, key);
  }
  await removeUnusedBlobs(tx, sessionId, [...draft.before].filter((blob) => !draft.after.has(blob)));
  void tx.objectStore('derived').delete(rangeOf(sessionId));
  void tx.objectStore('summaries').delete(sessionId);
  void tx.objectStore('logs').put({ ...log, bytes: draft.bytes, revision: log.revision + 1 });
  return true;
}
