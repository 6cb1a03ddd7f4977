import { emptySessionInfo, foldSessionInfo, type SessionInfo } from '@playhead/protocol';
import type { Entry } from './entry.ts';
import type { Folder } from './fold.ts';

/** Adds up what redaction took out of the records. */
export class RedactionsFolder implements Folder<SessionInfo['redactions']> {
  #info: SessionInfo = emptySessionInfo('');

  take({ record }: Entry): void {
    this.#info = foldSessionInfo(this.#info, record);
  }

  value(): SessionInfo['redactions'] {
    return this.#info.redactions;
  }
}
