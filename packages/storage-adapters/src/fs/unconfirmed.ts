import { isPlayheadError } from '@playhead/protocol';

const MOST_CHARACTERS = 1024 * 1024;

/** Lines that went into a log of which nobody has asked since whether it is still in its place. */
export interface Unconfirmed {
  /** Says that the log of a session was in its place just now; until the end of this turn of the event loop it need not be asked again. */
  confirmed(sessionId: string): void;
  /** Keeps lines that are about to be written without asking. @returns False when the log must be asked now. */
  take(sessionId: string, lines: readonly string[]): boolean;
  /** Asks for all of them now. */
  confirm(): void;
}

/**
 * Asking the file system whether a log was deleted or replaced costs more than writing to it. Whoever writes line by line asks with
 * the first line of a turn of the event loop and once more behind it, and what went astray in between is written again.
 *
 * @param ask - Asks for the log of a session, and writes the lines again where it is now; throws when nothing may be added to it.
 */
export function createUnconfirmed(ask: (sessionId: string, lines: readonly string[]) => void): Unconfirmed {
  let sessions = new Map<string, string[]>();
  let characters = 0;
  const confirm = (): void => {
    const asked = sessions;
    sessions = new Map();
    characters = 0;
    for (const [sessionId, lines] of asked) {
      if (lines.length === 0) continue;
      try {
        ask(sessionId, lines);
      } catch (error) {
        if (!isPlayheadError(error) || error.retryable) keep(listOf(sessionId), lines); // else the session was dropped or deleted, which its next line is told
      }
    }
  };
  const keep = (kept: string[], lines: readonly string[]): void => {
    for (const line of lines) {
      kept.push(line);
      characters += line.length;
    }
  };
  const listOf = (sessionId: string): string[] => {
    if (sessions.size === 0) setImmediate(confirm);
    const kept = sessions.get(sessionId) ?? [];
    sessions.set(sessionId, kept);
    return kept;
  };
  return {
    confirmed: (sessionId) => void listOf(sessionId),
    take(sessionId, lines) {
      if (characters > MOST_CHARACTERS) confirm();
      const kept = sessions.get(sessionId);
      if (kept) keep(kept, lines);
      return kept !== undefined;
    },
    confirm,
  };
}
