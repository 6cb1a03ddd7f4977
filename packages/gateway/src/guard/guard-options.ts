import type { GuardMode } from './guard-messages.ts';

/** What becomes of a message before it is handed on, whatever carries it. */
export interface GuardOptions {
  /**
   * What happens when the recording does not keep up. `observe`: messages are handed on and what is missing is counted. `buffer`: copies wait on the disk.
   * `strict`: what is not stored is not handed on. Default `observe`.
   */
  readonly mode?: GuardMode;
  /** A file that says what may pass; it is read again when it changes. Default: everything. */
  readonly policy?: string;
}
