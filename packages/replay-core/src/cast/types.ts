import type { JsonObject, JsonValue, Via } from '@playhead/protocol';

/** The kinds of files that terminals are recorded in elsewhere. */
export type CastFormat = 'asciicast-1' | 'asciicast-2' | 'asciicast-3' | 'ttyrec' | 'script';

/** What a file says of its terminal before anything happens. */
export interface CastHeader {
  readonly kind: 'header';
  readonly format: CastFormat;
  readonly columns: number;
  readonly rows: number;
  /** Microseconds since the Unix epoch, where the file tells. */
  readonly startedAt?: number;
  readonly term?: string;
  readonly title?: string;
  readonly command?: string;
  /** The header as it stands there, with what nobody here knows. */
  readonly source: JsonObject;
}

/** Something that happened in the terminal. */
export interface CastEvent {
  readonly kind: 'event';
  /** Microseconds since the recording began. */
  readonly at: number;
  /** As in an asciicast: `o` output, `i` input, `r` resize, `m` marker, `x` exit; any other one is kept as it is. */
  readonly code: string;
  /** Bytes are those of a piece that is not UTF-8. */
  readonly data: string | Uint8Array;
  /** The time as it stands there, where it is no whole number of microseconds. */
  readonly time?: string;
  /** What stands behind the code, where that is not one text. */
  readonly items?: readonly JsonValue[];
}

/** What a file holds, in its order. */
export type CastItem =
  | CastHeader
  | CastEvent
  | { readonly kind: 'comment'; readonly text: string }
  /** Fields of the header that stand behind the events. */
  | { readonly kind: 'trailer'; readonly source: JsonObject }
  /** What could not be read, for people. */
  | { readonly kind: 'damage'; readonly message: string };

/** A record that a file tells of, before a producer numbers it. */
export interface CastRecord {
  readonly type: string;
  readonly data: JsonObject;
  /** Microseconds since the Unix epoch. */
  readonly at: number;
  readonly via: Via;
  /** The id it had where the file was made. */
  readonly id?: string;
  readonly key?: string;
  readonly turn?: string;
  readonly call?: string;
  readonly agent?: string;
}
