import { setFlagsFromString } from 'node:v8';
import { isUuid, type SessionStorage } from '@playhead/protocol';
import { type OpenedSession, openSession, SESSION_DOCUMENT_VERSION, withReview } from '@playhead/replay-core';
import { readDocument, readTurnDocument } from '@playhead/server';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { documentLines, turnLines } from '../document-lines.ts';
import { logBytes } from '../log-bytes.ts';
import { sizeText } from '../plain-text.ts';
import { noPagerOption, printLines } from '../screen/pager.ts';
import { chosenSession } from './chosen-session.ts';
import { refuseLarge } from './refuse-large.ts';
import { dirOf, dirOption, jsonOption, wholeNumber } from './shared-options.ts';
import { withStorage } from './with-session.ts';

/** What else can be done about a large recording. */
const IN_PARTS = 'List its turns with --turns and show one with --turn <number>';
/** From this size on, making an index takes a while, and says how far it is. */
const SLOW_BYTES = 32_000_000;

/** `playhead sessions show`: one recording, put together, or a turn of it. */
export const sessionsShowCommand: Command = {
  name: 'sessions show',
  usage: '[id]',
  about: 'show a recording: what is known of it, its turns and steps, outcome and summary; without an id choose one',
  examples: [
    { line: 'sessions show', about: 'choose a session and read it' },
    { line: 'sessions show 0194 --turns', about: 'list the turns of a long one' },
    { line: 'sessions show 0194 --json', about: 'everything, for programs' },
  ],
  completes: 'session',
  positionals: { min: 0, max: 1 },
  options: {
    dir: dirOption, json: jsonOption,
    turns: { type: 'boolean', about: 'list the turns, however large the recording is' },
    turn: { type: 'string', value: 'number', about: 'show one turn, from 1, however large the recording is' },
    all: { type: 'boolean', about: 'put everything together, even more than 256 MB' },
    'no-pager': noPagerOption,
  },
  async run(input, context) {
    const turn = wholeNumber(input, 'turn', { min: 1, max: 1e9 });
    return withStorage(input, context, async (storage) => {
      const sessionId = await sessionIdOf(storage, input, context);
      if (input.flag('turns')) return showTurns(storage, await opened(storage, sessionId, input, context), input, context);
      if (turn !== undefined) return showTurn(storage, await opened(storage, sessionId, input, context), turn, input, context);
      refuseLarge(await logBytes(storage, dirOf(input, context), sessionId), 'This recording', input, IN_PARTS);
      await show(await readDocument(storage, sessionId), input, context);
      return 0;
    });
  },
};

/** A whole id needs no look at the session: to tell what it is may cost reading it. */
async function sessionIdOf(storage: SessionStorage, input: CommandInput, context: CommandContext): Promise<string> {
  const [id = ''] = input.positionals;
  return isUuid(id) ? id : (await chosenSession(storage, input, context)).sessionId;
}

/** Opens a session by its index, and says how far it is where the index has yet to be made. */
async function opened(storage: SessionStorage, sessionId: string, input: CommandInput, context: CommandContext): Promise<OpenedSession> {
  const total = await logBytes(storage, dirOf(input, context), sessionId);
  let told = 0;
  // Otherwise what is read through waits to be collected until it is a multiple of what is kept.
  if (total >= SLOW_BYTES) setFlagsFromString('--heap-growing-percent=20');
  return openSession(storage, sessionId, {
    signal: context.signal,
    onProgress(bytes) {
      const tenth = Math.floor((bytes / total) * 10);
      if (total < SLOW_BYTES || tenth <= told) return;
      told = tenth;
      context.output.note(`Reading the recording for its index: ${sizeText(bytes)} of ${sizeText(total)}`);
    },
  });
}

async function showTurns(storage: SessionStorage, { session: recorded, turns }: OpenedSession, input: CommandInput, context: CommandContext): Promise<number> {
  const session = withReview(recorded, await storage.annotations(recorded.sessionId));
  if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: SESSION_DOCUMENT_VERSION, session, turns }));
  else await printLines(turnLines(session, turns), input, context);
  return 0;
}

async function showTurn(storage: SessionStorage, session: OpenedSession, turn: number, input: CommandInput, context: CommandContext): Promise<number> {
  const { index, turns } = session;
  const places = index.chunksOf(turns[turn - 1]?.id ?? '');
  refuseLarge(places.reduce((sum, place) => sum + (index.chunks[place]?.bytes ?? 0), 0), `Turn ${turn} of this recording`, input, IN_PARTS);
  await show(await readTurnDocument(storage, session, turn), input, context);
  return 0;
}

async function show(document: Parameters<typeof documentLines>[0], input: CommandInput, context: CommandContext): Promise<void> {
  if (input.flag('json')) context.output.line(JSON.stringify(document));
  else await printLines(documentLines(document), input, context);
}
