import { once } from 'node:events';
import { rmSync, statSync, type WriteStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PlayheadError } from '@playhead/protocol';
import { EXPORT_FORMATS, exportSession, type ExportFormat } from '../casts/export-formats.ts';
import { sessionSource } from '../casts/session-source.ts';
import type { Command, CommandContext } from '../command.ts';
import { sizeText } from '../plain-text.ts';
import { oneOf } from './list-options.ts';
import { dirOption, jsonOption } from './shared-options.ts';
import { wantedSession, withStorage } from './with-session.ts';

/** What the end of a file's name stands for. */
const ENDINGS: Readonly<Record<string, ExportFormat>> = { cast: 'cast3', txt: 'txt', jsonl: 'jsonl', typescript: 'script' };

/** `playhead export`: a recording as a file of another kind. */
export const exportCommand: Command = {
  name: 'export',
  readsRecordings: true,
  usage: '<id>',
  about: 'write a recording as a file that other programs play or read',
  examples: [
    { line: 'export 0194 -o run.cast', about: 'write what asciinema plays' },
    { line: 'export 0194 --format txt', about: 'print what the terminal showed' },
  ],
  completes: 'session',
  positionals: { min: 1, max: 1 },
  options: {
    format: { type: 'string', value: EXPORT_FORMATS.join('|'), values: EXPORT_FORMATS, about: 'what to write (default: by the end of the name of the file, else cast3)' },
    output: { type: 'string', short: 'o', value: 'path', completes: 'file', about: 'where to; its timing goes beside it for script (default: stdout)' },
    terminal: { type: 'string', value: 'id', about: 'which terminal (default: the one that printed most)' },
    dir: dirOption, json: jsonOption,
  },
  async run(input, context) {
    const path = input.text('output');
    const format = oneOf(input, 'format', EXPORT_FORMATS) ?? ENDINGS[/\.?([^./\\]+)$/.exec(path ?? '')?.[1] ?? ''] ?? 'cast3';
    if (path === undefined && (format === 'script' || input.flag('json'))) throw new PlayheadError('usage', 'Give a file with --output: what is printed besides would be mixed with it.');
    return withStorage(input, context, async (storage) => {
      const { sessionId } = await wantedSession(storage, input.positionals[0] ?? '');
      const source = await sessionSource(storage, sessionId, context.signal);
      const pieces = exportSession(source, format, input.text('terminal'));
      if (path === undefined) {
        for await (const { bytes } of pieces) context.output.write(typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes));
        return 0;
      }
      const files = [resolve(context.cwd, path), ...(format === 'script' ? [`${resolve(context.cwd, path)}.timing`] : [])];
      const bytes = await writeFiles(files, pieces, context);
      if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: 1, sessionId, format, files, bytes }));
      else context.output.line(`Wrote ${files.join(' and ')} (${format}, ${sizeText(bytes)}).${format === 'script' ? ` Play it: scriptreplay --log-timing ${files[1] ?? ''} --log-io ${files[0] ?? ''}` : ''}`);
      return 0;
    });
  },
};

/** @returns How many bytes the first file has. */
async function writeFiles(paths: readonly string[], pieces: ReturnType<typeof exportSession>, { signal }: CommandContext): Promise<number> {
  const opened: FileHandle[] = [];
  try {
    for (const path of paths) opened.push(await open(path, 'w', 0o600));
  } catch (error) {
    await Promise.all(opened.map((file) => file.close()));
    throw notWritten(paths, error);
  }
  const streams = opened.map((file) => file.createWriteStream());
  const failed = Promise.race(streams.map(async (stream) => { throw await once(stream, 'error').then(([error]: unknown[]) => error, (error: unknown) => error); }));
  failed.catch(() => undefined); // told by whoever waits
  try {
    for await (const { bytes, beside } of pieces) {
      if (signal.aborted) throw new PlayheadError('aborted', 'Interrupted, so the file was removed.');
      await Promise.race([Promise.all([put(streams[0], bytes), put(streams[1], beside ?? '')]), failed]);
    }
    await Promise.race([Promise.all(streams.map((stream) => new Promise((done) => { stream.end(() => done(undefined)); }))), failed]);
    return streams[0]?.bytesWritten ?? 0;
  } catch (error) {
    for (const stream of streams) stream.destroy();
    for (const path of paths) if (statSync(path, { throwIfNoEntry: false })?.isFile()) rmSync(path, { force: true }); // not a device, such as /dev/full
    throw error instanceof PlayheadError ? error : notWritten(paths, error);
  }
}

function notWritten([path = '']: readonly string[], error: unknown): PlayheadError {
  return new PlayheadError('storage_unavailable', `${path} could not be written (${error instanceof Error ? error.message : String(error)}). Choose another place with --output.`, { cause: error });
}

async function put(stream: WriteStream | undefined, bytes: Uint8Array | string): Promise<void> {
  if (stream && bytes.length > 0 && !stream.write(bytes)) await once(stream, 'drain');
}
