import { byteLength } from '../common/line-records.ts';

/** Sends what a page recorded last when it is left. */
export interface PageBeacon {
  /** To be told of lines that are kept, and not acknowledged yet. */
  note(sessionId: string, lines: readonly string[]): void;
  stop(): void;
}

/** Browsers take 64 KiB of requests that outlive their page, all of them together. */
const MOST_BYTES = 56 * 1024;

/**
 * Hands the last lines to the browser when a page is left, so that a viewer sees the end of a session at once and not with the next visit.
 * Nothing depends on it: the lines stay where they are kept until the server has acknowledged them.
 *
 * @param isWaiting - Whether anything is not acknowledged.
 * @param send - Sends lines of one session, and waits for nothing.
 */
export function createPageBeacon(isWaiting: () => boolean, send: (sessionId: string, lines: readonly string[]) => void): PageBeacon {
  const last: { readonly sessionId: string; readonly line: string; readonly bytes: number }[] = [];
  const stop = new AbortController();
  let bytes = 0;
  let leaving = false;
  let left = MOST_BYTES;
  const hand = (sessionId: string, lines: readonly string[]): void => {
    left -= lines.reduce((sum, line) => sum + byteLength(line) + 1, 0);
    if (lines.length > 0 && left >= 0) send(sessionId, lines);
  };
  const handAll = (): void => {
    if (!isWaiting()) return;
    for (const each of new Set(last.map(({ sessionId }) => sessionId))) hand(each, last.filter(({ sessionId }) => sessionId === each).map(({ line }) => line));
  };
  // Recorders append what they still hold before or after this, as it comes: both are handed over.
  const options = { capture: true, signal: stop.signal };
  globalThis.addEventListener?.('pagehide', () => {
    leaving = true;
    left = MOST_BYTES;
    handAll();
  }, options);
  globalThis.addEventListener?.('pageshow', () => { leaving = false; }, options);
  return {
    note(sessionId, lines) {
      if (leaving) return hand(sessionId, lines);
      for (const line of lines) {
        const size = byteLength(line) + 1;
        last.push({ sessionId, line, bytes: size });
        bytes += size;
      }
      while (bytes > MOST_BYTES) bytes -= last.shift()?.bytes ?? bytes;
    },
    stop: () => stop.abort(),
  };
}
