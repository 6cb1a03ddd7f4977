import { isPlayheadError, PlayheadError, type SessionStorage } from '@playhead/protocol';
import { compressSession, type CompressedSession } from '@playhead/storage-adapters/fs';
import type { Command, CommandInput } from '../command.ts';
import { sizeText } from '../plain-text.ts';
import { dirOf, dirOption, durationMs, jsonOption } from './shared-options.ts';
import { allSessions, wantedSession, withStorage } from './with-session.ts';

/** The version of what `playhead sessions compress --json` prints. */
const SCHEMA_VERSION = 1;

type Done = CompressedSession | { readonly sessionId: string; readonly status: 'failed'; readonly code: string; readonly message: string };

/** `playhead sessions compress`: makes the logs of quiet sessions small. */
export const sessionsCompressCommand: Command = {
  name: 'sessions compress',
  usage: '<id>|--all',
  about: 'make the logs of quiet sessions small; they are read, listed and replayed as before',
  examples: [
    { line: 'sessions compress --all', about: 'make everything small that is quiet for a day' },
  ],
  completes: 'session',
  positionals: { min: 0, max: 1 },
  options: {
    all: { type: 'boolean', about: 'every recording' },
    'quiet-for': { type: 'string', value: 'time', about: 'how long nothing may have been written, such as 30m, 24h, 7d (default 24h)' },
    'dry-run': { type: 'boolean', about: 'say what would be compressed, and change nothing' },
    json: jsonOption,
    dir: dirOption,
  },
  async run(input, context) {
    const { output, interactive, signal } = context;
    const [dir, json, dryRun] = [dirOf(input, context), input.flag('json'), input.flag('dry-run')];
    const quietForMs = durationMs(input, 'quiet-for');
    return withStorage(input, context, async (storage) => {
      const ids = await wantedIds(input, storage);
      const done: Done[] = [];
      for (const [index, sessionId] of ids.entries()) {
        if (signal.aborted) break;
        if (interactive && ids.length > 1) output.note(`${index + 1} of ${ids.length}: ${sessionId}`);
        const one = await compressSession(sessionId, { dir, dryRun, signal, ...(quietForMs !== undefined && { quietForMs }) }).catch((error: unknown) => failed(sessionId, error));
        done.push(one);
        if (!json && (ids.length === 1 || one.status === 'compressed' || one.status === 'failed' || one.status === 'damaged')) output.line(describe(one, dryRun));
      }
      const bytes = sumOf(done, 'bytes');
      const stored = sumOf(done, 'stored');
      if (json) output.line(JSON.stringify({ schemaVersion: SCHEMA_VERSION, dryRun, sessions: done, bytes, stored }));
      else if (input.flag('all')) output.line(`${done.filter(({ status }) => status === 'compressed').length} of ${ids.length} recordings ${dryRun ? 'would be compressed' : `compressed: ${sizeText(bytes)} of logs take ${sizeText(stored)}`}.`);
      return done.length === ids.length && done.every(({ status }) => status !== 'failed' && status !== 'damaged') ? 0 : 1;
    });
  },
};

async function wantedIds(input: CommandInput, storage: SessionStorage): Promise<readonly string[]> {
  const [id] = input.positionals;
  if (input.flag('all') === (id !== undefined)) throw new PlayheadError('usage', 'Name one recording, or give --all. playhead sessions list shows them.');
  if (id !== undefined) return [(await wantedSession(storage, id)).sessionId];
  return (await allSessions(storage)).filter(({ dropped }) => !dropped).map(({ sessionId }) => sessionId);
}

function failed(sessionId: string, error: unknown): Done {
  if (!isPlayheadError(error)) throw error;
  return { sessionId, status: 'failed', code: error.code, message: error.message };
}

function sumOf(done: readonly Done[], what: 'bytes' | 'stored'): number {
  return done.reduce((sum, one) => sum + (one.status === 'failed' ? 0 : one[what]), 0);
}

function describe(done: Done, dryRun: boolean): string {
  if (done.status === 'failed') return `${done.sessionId}  not compressed: ${done.message} (${done.code})`;
  const { sessionId, status, bytes, stored } = done;
  const what = {
    compressed: dryRun ? `would be compressed; its log takes ${sizeText(stored)}` : `compressed: ${sizeText(bytes)} of log take ${sizeText(stored)}`,
    recent: 'not compressed: something was written to it lately; give --quiet-for to say how long is long enough',
    nothing: 'nothing is left to compress',
    damaged: 'not compressed: the index of its archive is damaged. It can be read; playhead doctor says more',
  }[status];
  return `${sessionId}  ${what}`;
}
