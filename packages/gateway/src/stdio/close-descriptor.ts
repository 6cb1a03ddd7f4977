import { closeSync, fstatSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

/**
 * Closes standard input or output of this process, so that whoever holds the other end notices: a stream never closes these. The number goes
 * to the null device. For a moment it is nobody's, and a thread that opens something may get it, which ends the process once that is closed:
 * so close none of a process that ends anyway.
 */
export function closeDescriptor(number: 0 | 1): void {
  try {
    closeSync(number);
    openSync(devNull, number === 0 ? 'r' : 'w');
  } catch {
    // it was closed when this process began
  }
}

/** Whether its end can be told without closing it. */
export function isSocket(number: 0 | 1): boolean {
  try {
    return fstatSync(number).isSocket();
  } catch {
    return false; // it was closed when this process began
  }
}
