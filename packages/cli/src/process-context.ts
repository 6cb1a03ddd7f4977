import type { CommandContext } from './command.ts';

/** The surroundings of a command that runs as a process. */
export function processContext(): CommandContext {
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
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
    cwd: process.cwd(),
    interactive: process.stdout.isTTY === true,
    ...(process.stdout.isTTY && { screen: { columns: process.stdout.columns || 80, rows: process.stdout.rows || 24 } }),
    signal: stopping.signal,
  };
}
