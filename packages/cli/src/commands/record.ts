import { resolve } from 'node:path';
import { PlayheadError } from '@playhead/protocol';
import { findCommand, recordPty, type PtyRecording, type PtyStart, type SavedTerminal } from '@playhead/recorder/pty';
import { fsStorage } from '@playhead/storage-adapters/fs';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { forwardSignals } from '../forward-signals.ts';
import { keepScreens } from '../keep-screens.ts';
import { letGoOfOutput } from '../let-go-of-output.ts';
import { findServer } from '../local-server.ts';
import { dirOf, dirOption, jsonOption, wholeNumber } from './shared-options.ts';

/** A terminal is no larger than this in either direction. */
const MOST_CELLS = 1000;
/** So long screens are made of what was recorded, in milliseconds; a server makes the rest. */
const SCREENS_MS = 500;

/** `playhead record`: a command in a terminal, byte for byte. */
export const recordCommand: Command = {
  name: 'record',
  usage: '[options] -- <command…>',
  about: 'record a terminal: run a command in it, as it would run without',
  examples: [
    { line: 'record -- claude', about: 'record an agent in its terminal' },
    { line: 'record -o build.cast -- npm test', about: 'keep the recording in a file, too' },
  ],
  exits: { '*': 'that of the command, where it ran; of a signal 128 and its number' },
  positionals: { min: 1, max: Number.MAX_SAFE_INTEGER },
  options: {
    output: { type: 'string', short: 'o', value: 'file', completes: 'file', about: 'keep the recording in one file, too: .jsonl, or .cast, .txt for other programs' },
    headless: { type: 'boolean', about: 'show nothing and read no keys: the command has a terminal that nobody sees' },
    cols: { type: 'string', value: 'number', about: 'width of its terminal (default: that of yours, else 80)' },
    rows: { type: 'string', value: 'number', about: 'height of its terminal (default: that of yours, else 24)' },
    input: { type: 'boolean', about: 'record what is typed, too; without passwords, but read the guide first' },
    name: { type: 'string', value: 'text', about: 'name of the recording (default: the command line)' },
    dir: dirOption, json: jsonOption,
  },
  async run(input, context) {
    const [command = '', ...args] = input.positionals;
    const headless = input.flag('headless');
    if (input.flag('json') && !headless) throw new PlayheadError('usage', '--json goes with --headless: otherwise what is printed is what the command prints.');
    const found = findCommand(command, context.cwd, context.env);
    if ('reason' in found) {
      context.output.note(`playhead record: ${found.reason}`);
      return found.exitCode;
    }
    const recording = await start(command, args, input, context);
    const forwarding = forwardSignals((signal) => recording.kill(signal));
    const exit = await recording.exit;
    const saved = await recording.saved;
    forwarding.stop();
    await finish(recording, saved, input, context);
    if (input.flag('json')) {
      const { sessionId, replayUrl } = recording;
      context.output.line(JSON.stringify({ schemaVersion: 1, sessionId, ...exit, replayUrl, events: (await eventsOf(dirOf(input, context), sessionId)) ?? saved.events, ...(saved.problem !== undefined && { problem: saved.problem }) }));
    }
    if (recording.recording) await keepBeginning(dirOf(input, context), recording.sessionId);
    if (exit.signal !== undefined && exit.signal === forwarding.received) process.kill(process.pid, exit.signal); // whoever sent it sees that it was heeded
    return exit.exitCode;
  },
};

async function start(command: string, args: readonly string[], input: CommandInput, context: CommandContext): Promise<PtyRecording> {
  const dir = dirOf(input, context);
  const isHeadless = input.flag('headless');
  const columns = wholeNumber(input, 'cols', { min: 1, max: MOST_CELLS });
  const rows = wholeNumber(input, 'rows', { min: 1, max: MOST_CELLS });
  const name = input.text('name');
  const isServed = context.env['PLAYHEAD_URL'] ? true : findServer(dir).then((server) => server !== undefined); // while the recording begins
  if (!isHeadless) letGoOfOutput();
  return recordPty({
    command, args, cwd: context.cwd, env: { ...context.env, PLAYHEAD_HOME: dir }, input: input.flag('input'),
    ...(columns !== undefined && { columns }), ...(rows !== undefined && { rows }), ...(name !== undefined && { name }),
    ...(!isHeadless && { stdin: process.stdin, stdout: process.stdout }),
    onStart: async (where) => {
      if (!input.flag('json')) context.output.note(greetingOf(where, await isServed));
    },
  });
}

/** The only line that stands in the terminal besides what the command prints. */
function greetingOf({ recording, replayUrl }: PtyStart, isServed: boolean): string {
  if (!recording) return 'This terminal is not recorded.';
  return isServed ? `Recording: ${replayUrl}` : `Recording: ${replayUrl} (playhead ui starts the server)`;
}

/** Keeps the screens of what was recorded, for a moment: whoever ended the command waits for his shell. A signal ends it. */
async function keepBeginning(dir: string, sessionId: string): Promise<void> {
  const told = new AbortController();
  const forwarding = forwardSignals(() => told.abort());
  const storage = fsStorage({ dir });
  await keepScreens(storage, sessionId, { signal: told.signal, enough: AbortSignal.timeout(SCREENS_MS) });
  await storage.close();
  forwarding.stop();
}

/** How many records the session has, as every list says it: its beginning and end and what hooks told are among them. */
async function eventsOf(dir: string, sessionId: string): Promise<number | undefined> {
  const storage = fsStorage({ dir });
  try {
    return (await storage.get(sessionId))?.events;
  } catch {
    return undefined; // it was not recorded, or cannot be read
  } finally {
    await storage.close();
  }
}

async function finish({ sessionId, recording }: PtyStart, { problem }: SavedTerminal, input: CommandInput, context: CommandContext): Promise<void> {
  if (problem !== undefined) context.output.note(`playhead record: ${recording ? 'the recording is not complete' : 'nothing was recorded'}: ${problem}`);
  const file = input.text('output');
  if (file === undefined) return;
  if (!recording) return context.output.note(`playhead record: ${file} was not written: nothing was recorded.`);
  await writeFile(dirOf(input, context), sessionId, resolve(context.cwd, file), context).catch((error: unknown) => {
    context.output.note(`playhead record: ${file} was not written: ${sentence(error)} The recording is in ${dirOf(input, context)}.`);
  });
}

function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.endsWith('.') ? text : `${text}.`;
}

/** A name that ends otherwise says what else it is to be: a `.cast` for players of terminals, say. */
async function writeFile(dir: string, sessionId: string, path: string, context: CommandContext): Promise<void> {
  if (!/\.(?:cast|txt|typescript)$/.test(path)) return (await import('../recording-file.ts')).writeRecordingFile(dir, sessionId, path);
  const { exportCommand } = await import('./export.ts');
  const texts: Readonly<Record<string, string>> = { output: path, dir };
  await exportCommand.run({ positionals: [sessionId], text: (name) => texts[name], texts: (name) => [texts[name]].filter((text) => text !== undefined), flag: () => false }, { ...context, output: { ...context.output, line: () => {} } });
}
