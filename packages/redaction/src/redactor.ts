import type { SessionRecord } from '@playhead/protocol';

/**
 * How much is kept.
 *
 * - `off`: everything.
 * - `entity`: everything but secrets and personal data, which become pseudonyms.
 * - `strict`: only fields on an allow-list, and these without secrets; of all other texts kind, size class and pseudonym.
 */
export type RedactionPolicy = 'off' | 'entity' | 'strict';

/** What was found, never what it was. */
export interface RedactionFinding {
  /** Such as `GITHUB_TOKEN` or `EMAIL_ADDRESS`. */
  readonly kind: string;
  readonly count: number;
}

/** A value after redaction. */
export interface Redacted<Value> {
  /** The very value that came in when nothing had to go. */
  readonly value: Value;
  /** Each kind once, in the order of the first of it. */
  readonly findings: readonly RedactionFinding[];
}

/** How one record is to be redacted. */
export interface RedactRecordOptions {
  /** Whether it holds what came out of a sensitive source (see `sensitiveSource`): all its free text goes. Default false. */
  readonly sensitive?: boolean;
}

/** Takes out of values what must not be stored. Made by `createRedactor`. Pure: nothing is kept from call to call. */
export interface Redactor {
  readonly policy: RedactionPolicy;
  /** Policy and digest of the rules, such as `entity:9c41…`: what a session header says about how it was redacted. */
  readonly digest: string;
  /**
   * Redacts a record: every text, key and name in its `data`, and `turn`, `call`, `agent`, `key` where a secret stands in
   * them. Format, ids, numbers, time, type and witness stay. Never throws.
   */
  redactRecord<Data>(record: SessionRecord<Data>, options?: RedactRecordOptions): Redacted<SessionRecord<Data>>;
  /**
   * Redacts any JSON value: all texts and keys in it. Under `strict` all texts go but those of `strict`'s allow-list for
   * `type`. Never throws.
   */
  redactValue<Value>(value: Value, options?: RedactRecordOptions & { readonly type?: string }): Redacted<Value>;
  /** Redacts one text. Under `strict` all of it goes. Never throws. */
  redactText(text: string): Redacted<string>;
  /** Redacts a text that comes in pieces, such as the output of a terminal. One per stream. */
  createStreamRedactor(): StreamRedactor;
}

/** Redacts one stream: what it releases, put together, is what `redactText` makes of the whole. */
export interface StreamRedactor {
  /** Takes the next piece; gives what may be stored by now. A secret split over pieces stays inside until it is whole. */
  push(chunk: string): Redacted<string>;
  /**
   * Gives what can be given after a while without a piece: all but the run of characters at the end that may be half a
   * token, and an open key block. For a timer (250 ms).
   */
  release(): Redacted<string>;
  /**
   * Gives what can be given after a second such while, so that the last word of a program that waits is not missing: all but an open key block and
   * what looks like the beginning of a token. What is a secret as it stands goes as one. Not for what somebody types, who may pause anywhere.
   */
  settle(): Redacted<string>;
  /** Gives all that is left. For the end of the stream. */
  flush(): Redacted<string>;
}

/** A rule of a user's own. */
export interface UserRule {
  /** What matches are called: capital letters, digits and `_`. */
  readonly kind: string;
  /** An RE2 pattern, in linear time whatever the text. A group called `secret` is what goes, else the whole match. */
  readonly pattern: string;
  /** RE2 flags: `i`, `m`, `s`. Default none. */
  readonly flags?: string;
}

/** A host's own redactor, asked after the rules for each text. Gives the text to be stored; if it throws, the text is withheld. */
export type RedactHook = (text: string, place: { readonly type?: string; readonly path: readonly string[] }) => string;

/** What a redactor needs to know. */
export interface RedactorOptions {
  /** How much is kept. Default `entity`. */
  readonly policy?: RedactionPolicy;
  /** The key of the workspace, 16 bytes or more: makes pseudonyms recognisable within it and meaningless outside. */
  readonly key: Uint8Array;
  /** Further rules. Default none. */
  readonly rules?: readonly UserRule[];
  /** Kinds that are left alone, such as `IP_ADDRESS`. Default none. */
  readonly except?: readonly string[];
  /** A host's own redactor. Default none. */
  readonly redact?: RedactHook;
  /** How long one event may take, in milliseconds; what was not looked at by then is not stored. Default 100, and 50 more for each MB. */
  readonly deadlineMs?: number;
  /** A clock in milliseconds that never goes back. Default `performance.now`. */
  readonly clock?: () => number;
  /**
   * How long the process has worked, in milliseconds. With it an event that is not done when its time is over on the clock may go on until the process
   * worked for as long again, so that on a busy machine nothing is lost because others had the processor. Default none: the clock alone decides.
   */
  readonly workClock?: () => number;
}
