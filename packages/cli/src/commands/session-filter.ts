import { OUTCOMES, type SessionStatus } from '@playhead/protocol';
import { SESSION_AGREEMENTS, type ReviewedQuery } from '@playhead/replay-core';
import type { CommandInput, CommandOption } from '../command.ts';
import { momentOption, oneOf, sizeOption, wordsOption } from './list-options.ts';

const STATUSES: readonly SessionStatus[] = ['recording', 'processing', 'completed', 'failed'];

/** As the options of taps say who is behind an agent. */
const OF_A_KIND = /^(?:user|machine|agent):(?=.)/;

/** The options that say which recordings: all that are given must hold. */
export const filterOptions: Readonly<Record<string, CommandOption>> = {
  status: { type: 'string', values: STATUSES, about: STATUSES.join(', ') },
  outcome: { type: 'string', values: OUTCOMES, about: `${OUTCOMES.join(', ')}, of the recording or of reviewers` },
  harness: { type: 'string', about: 'such as claude-code' },
  workspace: { type: 'string', about: 'name of the workspace' },
  project: { type: 'string', about: 'name of the project: that of the working directory unless another was given' },
  agent: { type: 'string', about: 'name of the agent' },
  identity: { type: 'string', about: 'who is behind the agent, such as an e-mail address, also as user:…, machine:… or agent:…' },
  task: { type: 'string', value: 'id', about: 'what the work is for' },
  tag: { type: 'string', value: 'tag', multiple: true, about: 'a tag that must be there, of the recording or of reviewers' },
  tags: { type: 'string', value: 'list', about: 'several tags that must all be there, with commas between them' },
  terminal: { type: 'boolean', about: 'with a recorded terminal, for playhead replay' },
  'needs-review': { type: 'boolean', about: 'with an open Needs Review marker' },
  agreement: { type: 'string', values: SESSION_AGREEMENTS, about: `${SESSION_AGREEMENTS.join(', ')}: what the agent's own recording and the one at the boundary tell of its calls` },
  after: { type: 'string', value: 'time', about: 'started at or after: 2d ago, or a date' },
  before: { type: 'string', value: 'time', about: 'started before: 2d ago, or a date' },
  'min-size': { type: 'string', value: 'size', about: 'log of at least so many bytes, such as 64kB' },
  'max-size': { type: 'string', value: 'size', about: 'log of at most so many bytes' },
  search: { type: 'string', value: 'text', about: 'text in name, prompt, project, workspace, final output or names of files' },
};

/** @throws PlayheadError `usage` for a value that is none. @returns A query without what was not given. */
export function filterOf(input: CommandInput): ReviewedQuery {
  const now = Date.now();
  const tags = [...(wordsOption(input, 'tags') ?? []), ...input.texts('tag')];
  const wanted = {
    status: oneOf(input, 'status', STATUSES), outcome: oneOf(input, 'outcome', OUTCOMES), harness: input.text('harness'), workspaceName: input.text('workspace'), project: input.text('project'), agentName: input.text('agent'), identity: input.text('identity')?.replace(OF_A_KIND, ''),
    task: input.text('task'), tags: tags.length > 0 ? tags : undefined, after: momentOption(input, 'after', now), before: momentOption(input, 'before', now), minBytes: sizeOption(input, 'min-size'), maxBytes: sizeOption(input, 'max-size'),
    search: input.text('search'), hasTerminal: input.flag('terminal') || undefined, needsReview: input.flag('needs-review') || undefined, agreement: oneOf(input, 'agreement', SESSION_AGREEMENTS),
  } satisfies { [Key in keyof ReviewedQuery]: ReviewedQuery[Key] | undefined };
  return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
}
