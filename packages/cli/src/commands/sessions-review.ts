import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { OUTCOMES, PlayheadError, type Annotation, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { createSessionRecording } from '@playhead/recorder';
import { createAnnotator, createModel, findReviewMarkers, readReviewDocument, reviewToMarkdown, toHash, toReviewDocument, type ReviewFault, type SessionModel } from '@playhead/replay-core';
import { safeAnnotation } from '@playhead/server';
import { accountName } from '../account-name.ts';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { logBytes } from '../log-bytes.ts';
import { plain } from '../plain-text.ts';
import { replayUrlFor } from '../replay-url.ts';
import { oneOf } from './list-options.ts';
import { refuseLarge } from './refuse-large.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';
import { wantedSession, withStorage } from './with-session.ts';

/** Names in messages, in characters. */
const LONGEST = 80;

/** `playhead sessions review`: what reviewers said of a recording, and a way to add what they said of another copy of it. */
export const sessionsReviewCommand: Command = {
  name: 'sessions review',
  usage: '<id>',
  about: 'show or merge the review of a recording: notes, ratings, verdicts; say what it came to',
  examples: [
    { line: 'sessions review 0194', about: 'the review as Markdown, for a pull request' },
    { line: 'sessions review 0194 --outcome failed --reason "breaks the build"', about: 'say what it came to' },
  ],
  completes: 'session',
  positionals: { min: 1, max: 1 },
  options: {
    dir: dirOption, json: jsonOption,
    markdown: { type: 'boolean', about: 'print Markdown, for a pull request (default)' },
    add: { type: 'string', value: 'file', completes: 'file', about: 'add what an exported review says, such as one of another person or another copy of the session' },
    outcome: { type: 'string', values: [...OUTCOMES, 'none'], about: `say what the session came to, whatever was recorded: ${OUTCOMES.join(', ')}, or none to take that back` },
    reason: { type: 'string', value: 'text', about: 'why, with --outcome' },
    author: { type: 'string', value: 'name', about: 'who says it, with --outcome (default: the name of your account)' },
    all: { type: 'boolean', about: 'read even a recording of more than 256 MB' },
  },
  async run(input, context) {
    if (input.flag('json') && input.flag('markdown')) throw new PlayheadError('usage', 'Choose --json or --markdown, not both.');
    const outcome = oneOf(input, 'outcome', [...OUTCOMES, 'none'] as const);
    for (const name of ['reason', 'author']) if (outcome === undefined && input.text(name) !== undefined) throw new PlayheadError('usage', `--${name} goes with --outcome, so nothing was said. Add --outcome, or leave it out.`);
    return withStorage(input, context, async (storage) => {
      const { sessionId } = await wantedSession(storage, input.positionals[0] ?? '');
      await addReview(storage, sessionId, input, context);
      if (outcome !== undefined) await say(storage, sessionId, outcome, input, context);
      refuseLarge(await logBytes(storage, dirOf(input, context), sessionId), 'This recording', input);
      const model = await modelOf(storage, sessionId);
      const review = toReviewDocument(model, await storage.annotations(sessionId));
      context.output.line(input.flag('json') ? JSON.stringify(review) : reviewToMarkdown(review, { markers: findReviewMarkers(model), directory: model.session.cwd, linkTo: (location) => replayUrlFor(dirOf(input, context), context.env, sessionId) + toHash(location) }).trimEnd());
      return 0;
    });
  },
};

async function modelOf(storage: SessionStorage, sessionId: string): Promise<SessionModel> {
  const builder = createModel({ sessionId });
  for await (const chunk of storage.read(sessionId)) builder.add(chunk.records.map(({ record }) => record), chunk.damage);
  return builder.model;
}

/** Says what the session came to. */
async function say(storage: SessionStorage, sessionId: string, outcome: string, input: CommandInput, context: CommandContext): Promise<void> {
  const reason = input.text('reason');
  const annotation = createAnnotator()(input.text('author') ?? accountName(), { type: 'outcome', data: { outcome, ...(reason !== undefined && { reason }) } });
  await storage.annotate(sessionId, safeAnnotation(annotation, await createSessionRecording({ dir: dirOf(input, context) })().guard()));
}

/** What is stored already stays as it is, so that a review may be added again. */
async function addReview(storage: SessionStorage, sessionId: string, input: CommandInput, context: CommandContext): Promise<void> {
  const file = input.text('add');
  if (file === undefined) return;
  const session = await storage.get(sessionId);
  if (!session) throw new PlayheadError('session_not_found', `There is no session ${sessionId} any more, so nothing was added. See playhead sessions list.`);
  const annotations = await readReview(resolve(context.cwd, file), session, input.text('author') ?? accountName());
  const known = new Set((await storage.annotations(sessionId)).map(({ id }) => id));
  const added = annotations.filter(({ id }) => !known.has(id));
  const guard = await createSessionRecording({ dir: dirOf(input, context) })().guard();
  for (const annotation of added) await storage.annotate(sessionId, safeAnnotation(annotation, guard));
  context.output.note(`${added.length} added, ${annotations.length - added.length} known already.`);
}

/** The annotations of an exported review of the same session, all checked before the first is stored. */
async function readReview(path: string, session: SessionInfo, by: string): Promise<readonly Annotation[]> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new PlayheadError('usage', `${path} cannot be read, so nothing was added. Name a file that playhead sessions review --json wrote.`, { cause });
  });
  const read = readReviewDocument(text, session, { most: Infinity, imported: { by, file: basename(path) } }); // pages send here what is too much for them
  if ('fault' in read) throw new PlayheadError('usage', `${path} ${faultText(read.fault)}, so nothing was added. Name a file that playhead sessions review --json wrote of this session or of another copy of it.`);
  return read.annotations;
}

function faultText(fault: ReviewFault): string {
  switch (fault.why) {
    case 'no-review': return `is no review of a version that this playhead knows${fault.field === undefined ? '' : `: see ${fault.field}`}`;
    case 'other-session': return `is the review of another session, ${plain(fault.theirs.sessionId, LONGEST)} ${JSON.stringify(plain(fault.theirs.name, LONGEST))}`;
    case 'too-many': return `holds ${fault.count} annotations, more than ${fault.most}`;
    case 'from-the-future': return 'holds annotations that are dated more than a day ahead';
  }
}
