import { closeSync, openSync } from 'node:fs';
import { devNull } from 'node:os';

/**
 * Closes standard input or output of this process, so that whoever holds the other end notices: a stream never closes these. The number goes
 * to the null device, so that no file gets it.
 */
export function closeDescriptor(number: 0 | 1): void {
  try {
    closeSync(number);
    openSync(devNull, number === 0 ? 'r' : 'w');
  } catch {
    // it was closed when this process began
  }
}
