import { OUTCOMES } from '@playhead/protocol';
import { listReviewedSessions, type ReviewedQuery, type ReviewedSession } from '@playhead/replay-core';
import { fsStorage } from '@playhead/storage-adapters/fs';
import type { Command, CommandInput } from '../command.ts';
import { plain } from '../plain-text.ts';
import { momentOption, oneOf, sizeOption, wordsOption } from './list-options.ts';
import { dirOf, dirOption, jsonOption, wholeNumber } from './shared-options.ts';

const STATUSES = ['recording', 'processing', 'completed', 'failed'] as const;

/** `playhead sessions list`: a page of sessions, newest first. */
export const sessionsListCommand: Command = {
  name: 'sessions list',
  about: 'list recordings, newest first',
  examples: [
    { line: 'sessions list', about: 'the newest sessions' },
    { line: 'sessions list --outcome failed --after 2d --project shop', about: 'what failed in a project since the day before yesterday' },
    { line: 'sessions list --json', about: 'a page for programs' },
  ],
  options: {
    status: { type: 'string', values: STATUSES, about: STATUSES.join(', ') },
    outcome: { type: 'string', values: OUTCOMES, about: `${OUTCOMES.join(', ')}, of the recording or of reviewers` },
    harness: { type: 'string', about: 'such as claude-code' },
    workspace: { type: 'string', about: 'name of the workspace' },
    project: { type: 'string', about: 'name of the project' },
    agent: { type: 'string', about: 'name of the agent' },
    identity: { type: 'string', about: 'who is behind the agent, such as an e-mail address' },
    task: { type: 'string', value: 'id', about: 'what the work is for' },
    tags: { type: 'string', value: 'list', about: 'tags that must all be there, of the recording or of reviewers, with commas between them' },
    'needs-review': { type: 'boolean', about: 'with an open Needs Review marker' },
    after: { type: 'string', value: 'time', about: 'started at or after: 2d ago, or a date' },
    before: { type: 'string', value: 'time', about: 'started before: 2d ago, or a date' },
    'min-size': { type: 'string', value: 'size', about: 'log of at least so many bytes, such as 64kB' },
    'max-size': { type: 'string', value: 'size', about: 'log of at most so many bytes' },
    search: { type: 'string', value: 'text', about: 'text in name, prompt, project, workspace, final output or names of files' },
    limit: { type: 'string', value: 'number', about: 'page size (default 50)' },
    cursor: { type: 'string', about: 'where the last page ended' },
    dir: dirOption,
    json: jsonOption,
  },
  async run(input, context) {
    const storage = fsStorage({ dir: dirOf(input, context) });
    try {
      const query = queryOf(input);
      const outdated = new Set<string>();
      const { sessions, next } = await listReviewedSessions(storage, query, { onOutdated: ({ sessionId }) => outdated.add(sessionId) });
      const { limit: _limit, ...narrowing } = query;
      if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: 1, sessions, ...(next !== undefined && { next }) }));
      else if (sessions.length === 0) context.output.line(Object.keys(narrowing).length > 0 ? 'no session fits; playhead sessions list shows all' : 'no sessions are recorded here yet; wire Claude Code with playhead init claude');
      else for (const session of sessions) context.output.line(lineOf(session));
      if (query.needsReview && outdated.size > 0) context.output.note(`${outdated.size} ${outdated.size === 1 ? 'session was' : 'sessions were'} not looked at since the last change; a running server does that, and so does playhead sessions reindex --review`);
      if (next !== undefined && !input.flag('json')) context.output.note(`more: --cursor ${next}`);
      return 0;
    } finally {
      await storage.close();
    }
  },
};

function lineOf({ sessionId, startedAt, status, outcome, events, workspaceName, name, tags, flagged, pinned, outcomeBy, dropped, review = 0 }: ReviewedSession): string {
  const started = startedAt > 0 ? new Date(startedAt / 1000).toISOString().slice(0, 16).replace('T', ' ') : '-'.padEnd(16);
  return `${sessionId}  ${started}  ${(outcome ?? status).padEnd(11)}  ${String(events).padStart(6)} events  ${plain(workspaceName, 24)}  ${dropped ? 'Private session' : plain(name, 80)}${outcomeBy ? `  outcome by ${plain(outcomeBy.author, 40)}` : ''}${flagged ? '  flagged' : ''}${pinned ? '  pinned' : ''}${review > 0 ? `  ${review} to review` : ''}${Array.isArray(tags) && tags.length > 0 ? `  [${plain(tags.join(', '), 60)}]` : ''}`;
}

function queryOf(input: CommandInput): ReviewedQuery {
  const status = oneOf(input, 'status', STATUSES);
  const outcome = oneOf(input, 'outcome', OUTCOMES);
  const limit = wholeNumber(input, 'limit', { min: 1, max: 1000 });
  const now = Date.now();
  const wanted = {
    status, outcome, limit, harness: input.text('harness'), workspaceName: input.text('workspace'), project: input.text('project'), agentName: input.text('agent'), identity: input.text('identity'),
    task: input.text('task'), tags: wordsOption(input, 'tags'), after: momentOption(input, 'after', now), before: momentOption(input, 'before', now), minBytes: sizeOption(input, 'min-size'), maxBytes: sizeOption(input, 'max-size'),
    search: input.text('search'), cursor: input.text('cursor'), needsReview: input.flag('needs-review') || undefined,
  } satisfies { [Key in keyof ReviewedQuery]: ReviewedQuery[Key] | undefined };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined)); // a query without what was not given
}
