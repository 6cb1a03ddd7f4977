import type { Chunk, Cursor, ErrorCode, JsonObject, SessionHeader, SessionRecord, SessionStorage, StorageCapabilities, StoredRecord } from '@playhead/protocol';
import type { StorageHooks } from './hooks.ts';

/** The part of a runner's `expect` that the suite needs. Vitest's and Jest's fit; the suite has one of its own. */
export type Expect = (actual: unknown, message?: string) => { toBe(expected: unknown): void; toEqual(expected: unknown): void };

/** What a rule works with: a fresh storage and the words to speak about it. */
export interface RuleContext {
  readonly storage: SessionStorage;
  readonly expect: Expect;
  /** What only the adapter can do. */
  readonly hooks: StorageHooks;
  /** Another storage object on the same data; undefined when the adapter cannot have one. */
  readonly reopen: (() => Promise<SessionStorage>) | undefined;
  /** Puts text into a log behind the storage's back; undefined when the adapter has no such place. */
  readonly appendRaw: ((sessionId: string, text: string | Uint8Array) => Promise<void>) | undefined;
  readonly nextId: () => string;
  /** Aborts by itself after half a minute, unless the rule is over before. */
  deadline(): AbortController;
  /** A header with a new session id. */
  header(fields?: Partial<SessionHeader>): SessionHeader;
  /** Makes a session, and gives its id. */
  session(fields?: Partial<SessionHeader>): Promise<string>;
  /** The encoded line number `n`. */
  line(n: number, fields?: Partial<SessionRecord> & { readonly data?: JsonObject }): string;
  /** Every chunk of a read. */
  chunks(sessionId: string, from?: Cursor, storage?: SessionStorage): Promise<Chunk[]>;
  /** Every record of a read. */
  records(sessionId: string, from?: Cursor, storage?: SessionStorage): Promise<StoredRecord[]>;
  /** Every line of a read. */
  lines(sessionId: string, from?: Cursor, storage?: SessionStorage): Promise<string[]>;
  /** Follows a session until so many records came, then aborts. */
  follow(sessionId: string, count: number, options?: FollowOptions): Promise<string[]>;
  /** Expects that a call rejects with one of these codes, and does not throw at once. */
  refused(call: () => Promise<unknown>, ...codes: readonly ErrorCode[]): Promise<void>;
}

/** How to follow. */
export interface FollowOptions {
  readonly from?: Cursor;
  readonly storage?: SessionStorage;
  /** Called once, when the first chunk came. */
  readonly onFirst?: () => Promise<void>;
}

/** What a rule cannot do without: something that a storage can do, or a hook that its adapter hands in. */
export type Requirement = keyof StorageCapabilities | keyof StorageHooks;

/** One numbered rule of PROTOCOL.md. */
export interface Rule {
  readonly id: string;
  /** What its user can rely on; a sentence after the id. */
  readonly title: string;
  /** What the rule cannot be tested without. Default: nothing. */
  readonly requires?: readonly Requirement[];
  readonly check: (context: RuleContext) => Promise<void>;
}

/** Rules about one thing. */
export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}
