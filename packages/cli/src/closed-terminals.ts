import { closeSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Lets go of terminals that were closed meanwhile: Node.js puts back the state of each at its end, and would stop with an assertion instead of the exit code. */
export function leaveClosedTerminals(): void {
  const terminals = [0, 1, 2].filter(isatty);
  process.once('exit', () => {
    for (const terminal of terminals.filter((one) => !isatty(one))) {
      try {
        closeSync(terminal);
      } catch {
        // it is closed here, too
      }
    }
  });
}
