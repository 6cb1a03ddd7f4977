import type { DiffHunk, TextValue } from '@playhead/protocol';

/** A moment at which a file became another one. */
export interface FilePoint {
  /** `outside` is a change that no recorded step made; it stands where it was noticed, or told. */
  readonly kind: 'created' | 'modified' | 'deleted' | 'renamed' | 'outside';
  /** The event that tells of it. */
  readonly eventId: string;
  /** Integer microseconds since the Unix epoch. */
  readonly at: number;
  /** The step that made it; absent for `outside`. */
  readonly stepId?: string;
  /** The file's path from then on. */
  readonly path: string;
  /** Lines that came and went, as far as they are known. */
  readonly added: number;
  readonly removed: number;
}

/** Lines that were written by one change and stand together. */
export interface FileBlock {
  /** The first of them, from 1. */
  readonly line: number;
  /** An unknown line is `undefined`. */
  readonly lines: readonly (string | undefined)[];
  /** Index of the point that wrote them; absent for what was there before the first. */
  readonly point?: number;
}

/** A file at one moment. */
export interface FileState {
  /**
   * `known` when every line is; `partial` when some are; `unknown` when none is; `absent` when there was no file;
   * `binary` when it holds no text.
   */
  readonly status: 'known' | 'partial' | 'unknown' | 'absent' | 'binary';
  readonly blocks: readonly FileBlock[];
  /** Lines, as far as they are known to be there. */
  readonly lineCount: number;
  /** Whether unknown lines, nobody knows how many, follow the last. */
  readonly open: boolean;
  /** The whole text; absent unless `known`. */
  readonly text?: string;
  /** Event that says that the file was changed by something else since, where nothing recorded shows what. */
  readonly doubtedBy?: string;
}

/** Everything a recording tells of one file, so that the file can be shown as it was at any moment. */
export interface FileHistory {
  readonly path: string;
  /** What changed it, in the order of time. */
  readonly points: readonly FilePoint[];
  /** The file after a point; -1 is before the first. An index out of range takes the nearest. Linear in the lines of the file and of its changes. */
  at(point: number): FileState;
  /** Index of the last point at a time, in microseconds since the Unix epoch; -1 before the first. */
  pointAt(time: number): number;
}

/** Options of {@link fileHistory}. */
export interface FileHistoryOptions {
  /** The text of a value; `undefined` where it is not at hand. Default: texts that stand in the log itself. */
  readonly textOf?: ((value: TextValue) => string | undefined) | undefined;
  /**
   * Finds what differs between two texts, where a change says only what the file was and became; `undefined` when it takes too long.
   * It may give the steps of finding it instead, such as a generator function does. Default: the lines between the common beginning and the common end count as changed.
   */
  readonly compare?: ((before: string, after: string) => readonly DiffHunk[] | undefined | Generator<void, readonly DiffHunk[] | undefined, void>) | undefined;
}
