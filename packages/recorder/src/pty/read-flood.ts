import { readSync } from 'node:fs';

/** What {@link readFlood} reads, and for whom. */
export interface FloodOptions {
  /** A terminal that does not wait for what is not there. */
  readonly fd: number;
  /** Where what is read may stand: some KiB at least. Asked each time. Default: room of its own. */
  readonly roomFor?: () => Buffer;
  /** Given every byte, in order. They may be overwritten once it returns. */
  readonly onData: (bytes: Buffer) => void;
  /** Whether nothing more may be read for now. */
  readonly isPaused: () => boolean;
}

/** What a read gives of a terminal in which more waits, at least: the system hands out 4 KiB at a time. */
const FULL_BYTES = 2048;
/** So much is shown together: to write costs more than to read. */
const PIECE_BYTES = 16 * 1024;
/** So often it is looked again where nothing waits: to sleep and be woken takes longer than the next bytes do, but who looks on takes the command its processor. */
const LOOKS = 2;
/** What is typed, and all else, waits no longer for a flood: milliseconds. */
const MOST_MS = 8;

/**
 * Makes what follows the first bytes of a flood be read in one turn of the event loop: a turn for each 4 KiB would cost more than to read and
 * to write them.
 *
 * @returns Takes the bytes that the event loop has read.
 */
export function readFlood({ fd, roomFor = roomOfItsOwn(), onData, isPaused }: FloodOptions): (bytes: Buffer) => void {
  /** Reads on, behind what is in a room already. @returns How many bytes are in it. */
  const fill = (room: Buffer, filled: number): number => {
    const most = Math.min(room.length, PIECE_BYTES);
    let all = filled;
    for (let length = FULL_BYTES; length >= FULL_BYTES && all < most; all += length) length = readNow(fd, room, all, most - all);
    return all;
  };
  return (bytes) => {
    let room = bytes.length < FULL_BYTES ? bytes : roomFor();
    if (room.length <= bytes.length) return onData(bytes);
    const end = performance.now() + MOST_MS;
    let filled = fill(room, bytes.copy(room));
    for (let looks = 0; filled > 0 || looks < LOOKS; filled = fill(room, 0)) {
      looks += 1;
      if (filled === 0) continue;
      onData(room.subarray(0, filled));
      if (isPaused() || performance.now() > end) return;
      room = roomFor();
      looks = 0;
    }
  };
}

/** Reads what waits in a terminal. @returns How many bytes: 0 where none do, and where nobody has it any more. */
export function readNow(fd: number, room: Buffer, from: number = 0, most: number = room.length): number {
  try {
    return readSync(fd, room, from, most, null);
  } catch {
    return 0; // EIO: nobody has the terminal any more; EAGAIN: whoever still has it prints nothing
  }
}

function roomOfItsOwn(): () => Buffer {
  let room: Buffer | undefined;
  return () => (room ??= Buffer.allocUnsafeSlow(PIECE_BYTES));
}
