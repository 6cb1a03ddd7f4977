import type { Annotation, SessionHeader, SessionInfo, SessionText, JsonValue, SeenRuns } from '@playhead/protocol';
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from 'idb';

/** The version of the database. A higher one may only add: pages of both versions are open at once. */
export const DATABASE_VERSION = 1;

/** What the creator of a session said. */
export interface HeaderRow {
  readonly sessionId: string;
  readonly header: SessionHeader;
  /** Which sessions of a harness this is; no two sessions have one in common. */
  readonly claims: readonly string[];
}

/** What changes with every append. Small, because it is read and written each time. */
export interface LogRow {
  readonly sessionId: string;
  /** Integer microseconds since the Unix epoch. */
  readonly createdAt: number;
  /** When the log last changed, likewise. */
  readonly changedAt: number;
  /** The last heartbeat of any producer, likewise; 0 for none. */
  readonly heartbeatAt: number;
  /** Bytes of the lines with their line feeds. */
  readonly bytes: number;
  /** How many segments the log has; the next one gets this number. */
  readonly segments: number;
  /** Goes up when the lines get another text. */
  readonly revision: number;
  /** Which records are stored, so that each is stored once. */
  readonly seen: SeenRuns;
  /** All that is left once the content was removed: a `session_dropped` line. */
  readonly tombstone?: string;
}

/** Lines that were appended together, as NDJSON: storing one row costs a twelfth of storing each line. */
export interface SegmentRow {
  readonly sessionId: string;
  readonly number: number;
  /** Lines, with line feeds between them. */
  readonly text: string;
}

/** A piece of lines that were handed over together. */
export interface PendingRow {
  readonly sessionId: string;
  readonly text: string;
  /** That the next row goes on where this one ends, be it within a line. */
  readonly continues: boolean;
}

/** What the first segments of a log add up to. */
export interface SummaryRow {
  readonly sessionId: string;
  readonly revision: number;
  /** How many segments are in it. */
  readonly segments: number;
  readonly info: SessionInfo;
  /** What the info does not show but needs to be folded on. */
  readonly origins: JsonValue;
  readonly text: SessionText;
  /** What the info holds, as a number. Rows of another one are worked out anew. */
  readonly fold?: number;
}

/** Stores and their keys. */
export interface Schema extends DBSchema {
  headers: { key: string; value: HeaderRow; indexes: { claims: string } };
  logs: { key: string; value: LogRow };
  segments: { key: [string, number]; value: SegmentRow };
  /** Lines that a page handed over while it was closed; they are put into their logs by whoever opens the database next. */
  pending: { key: number; value: PendingRow };
  summaries: { key: string; value: SummaryRow };
  annotations: { key: number; value: { readonly sessionId: string; readonly annotation: Annotation }; indexes: { session: string; id: [string, string] } };
  /** Values by their hashes, each once for all sessions. */
  blobs: { key: string; value: { readonly blob: string; readonly bytes: Uint8Array } };
  /** Which session names which value: the values that none names are removed. */
  blobUses: { key: [string, string]; value: { readonly blob: string; readonly sessionId: string }; indexes: { session: string } };
  derived: { key: [string, string, number]; value: { readonly sessionId: string; readonly name: string; readonly version: number; readonly bytes: Uint8Array } };
}

/** The name of a store. */
export type Store = StoreNames<Schema>;

/** A transaction that may read every store. Which ones it may use says whoever begins it. */
export type Reading = IDBPTransaction<Schema, Store[], 'readonly' | 'readwrite'>;
/** A transaction that may write every store. */
export type Writing = IDBPTransaction<Schema, Store[], 'readwrite'>;

/** Every store. */
export const ALL_STORES: readonly Store[] = ['headers', 'logs', 'segments', 'pending', 'summaries', 'annotations', 'blobs', 'blobUses', 'derived'];

/** Makes the stores that an older version of the database lacks. */
export function upgradeSchema(db: IDBPDatabase<Schema>, oldVersion: number): void {
  if (oldVersion >= DATABASE_VERSION) return;
  db.createObjectStore('headers', { keyPath: 'sessionId' }).createIndex('claims', 'claims', { unique: true, multiEntry: true });
  db.createObjectStore('logs', { keyPath: 'sessionId' });
  db.createObjectStore('segments', { keyPath: ['sessionId', 'number'] });
  db.createObjectStore('pending', { autoIncrement: true });
  db.createObjectStore('summaries', { keyPath: 'sessionId' });
  const annotations = db.createObjectStore('annotations', { autoIncrement: true });
  annotations.createIndex('session', 'sessionId');
  annotations.createIndex('id', ['sessionId', 'annotation.id'], { unique: true });
  db.createObjectStore('blobs', { keyPath: 'blob' });
  db.createObjectStore('blobUses', { keyPath: ['blob', 'sessionId'] }).createIndex('session', 'sessionId');
  db.createObjectStore('derived', { keyPath: ['sessionId', 'name', 'version'] });
}
