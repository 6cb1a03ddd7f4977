import type { SessionStorage } from '@playhead/protocol';
import { createProducer, encodeRecords, type HarnessAdapter, type Producer, type RecordGuard, type RecordInput, type ShellCall, type TextStream } from '@playhead/recorder';
import type { RoomState } from './restore-room.ts';

/** A piece of what a command in a shell printed, as somebody beside the agent saw it. */
export interface ShellPiece {
  /** The name of the shell's process, the same for all its pieces. */
  readonly shell: string;
  /** What the shell was given to run. */
  readonly line: string;
  /** Where it was started. */
  readonly cwd?: string;
  /** What was printed; may be empty. */
  readonly text: string;
  /** When: microseconds since the Unix epoch. */
  readonly at: number;
  /** What follows: `later` nothing for a while, `never` nothing at all. Default: more. */
  readonly next?: 'later' | 'never';
}

/** Puts what shells print into the recording of one session. */
export interface ShellOutputs {
  /** How many shells print now. */
  readonly size: number;
  /**
   * Stores a piece.
   *
   * @param isNew - Whether the guard was made just now, so that it saw nothing of what the session did.
   * @returns Whether it is stored, or never will be. Undefined: the call that runs the shell is not known yet.
   */
  write(piece: ShellPiece, room: RoomState, guard: RecordGuard, isNew: boolean): Promise<boolean | undefined>;
}

interface Shell {
  readonly place: ShellCall;
  readonly producer: Producer;
  readonly guard: RecordGuard;
  readonly stream: TextStream | undefined;
}

/** Characters of one record, which stays in the line of its record however many bytes they take. */
const PIECE_CHARACTERS = 8 * 1024;

/** Makes those of one session. */
export function createShellOutputs({ storage, adapter }: { storage: SessionStorage; adapter: HarnessAdapter }): ShellOutputs {
  const shells = new Map<string, Shell>();
  const taken = new Set<string>();

  function begin({ shell, line }: ShellPiece, { state }: RoomState, guard: RecordGuard, isNew: boolean): Shell | 'unknown' | 'withheld' {
    const place = adapter.shellCallOf?.(state, line, taken);
    if (!place) return 'unknown';
    taken.add(place.call);
    // What is withheld as a whole is not told in pieces. A guard that did not see the command cannot know that it is.
    const stream = guard.stream?.(place.call);
    if (guard.redaction && (isNew || !stream)) return 'withheld';
    const begun: Shell = { place, producer: createProducer({ via: 'pty' }), guard, stream };
    shells.set(shell, begun);
    return begun;
  }

  return {
    get size() {
      return shells.size;
    },
    async write(piece, room, guard, isNew) {
      const shell = shells.get(piece.shell) ?? begin(piece, room, guard, isNew);
      if (shell === 'unknown') return undefined;
      if (shell === 'withheld') return false;
      if (piece.next === 'never' || shell.guard !== guard) shells.delete(piece.shell);
      if (shell.guard !== guard) return false; // other rules hold by now
      const { place, producer, stream } = shell;
      const text = stream ? stream.push(piece.text) + (piece.next === 'later' ? stream.release() : piece.next === 'never' ? stream.flush() : '') : piece.text;
      const inputs = parts(text).map((part): RecordInput => ({ type: 'terminal_output', at: piece.at, ...place, data: { text: part, stream: 'stdout' } }));
      const lines = await encodeRecords(inputs, { storage, sessionId: room.sessionId, producer, guard: stream ? { ...guard, record: (record) => record } : guard });
      if (lines.length > 0) await storage.append(room.sessionId, lines, { encoded: true });
      return true;
    },
  };
}

/** A text in parts of at most so many characters, none of which ends within one. */
function parts(text: string): readonly string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length;) {
    let end = Math.min(at + PIECE_CHARACTERS, text.length);
    if (end < text.length && /[\uD800-\uDBFF]/.test(text.charAt(end - 1))) end -= 1;
    found.push(text.slice(at, end));
    at = end;
  }
  return found;
}
