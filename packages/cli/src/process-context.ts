import { existsSync } from 'node:fs';
import { leaveClosedTerminals } from './closed-terminals.ts';
import type { CommandContext } from './command.ts';

/** On Linux the working directory under a name that stays when somebody removed it. */
const OWN_DIRECTORY = '/proc/self/cwd';

/** The surroundings of a command that runs as a process. */
export function processContext(): CommandContext {
  leaveClosedTerminals();
  const stopping = new AbortController();
  let stoppedBy: NodeJS.Signals | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => {
    stoppedBy ??= signal;
    stopping.abort();
  });
  // A closed pipe, as in `playhead sessions list | head -1`, is no failure.
  process.stdout.on('error', () => process.exit(0));
  process.stderr.on('error', () => undefined); // nobody listens any more
  return {
    output: {
      line: (text) => void process.stdout.write(`${text}\n`),
      write: (text) => void process.stdout.write(text),
      note: (text) => void process.stderr.write(`${text}\n`),
    },
    env: process.env,
    cwd: workingDirectory(),
    interactive: process.stdout.isTTY === true,
    ...(process.stdout.isTTY && { screen: { columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 } }),
    signal: stopping.signal,
    stoppedBy: () => stoppedBy,
  };
}

/** A program started where somebody removed the directory runs there nonetheless; elsewhere it might do to other files what it was to do to none. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    if (existsSync(OWN_DIRECTORY)) return OWN_DIRECTORY;
    process.stderr.write('playhead: the directory that this was called in is gone. Go to another one, and call it again.\n');
    return process.exit(1);
  }
}
