import { describeEvent, PlayheadError, type SessionStorage } from '@playhead/protocol';
import { recordMatcher, searchSessions, type SessionHit, type SessionHits } from '@playhead/replay-core';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { plain } from '../plain-text.ts';
import { noPagerOption, printLines } from '../screen/pager.ts';
import { styleOf } from '../screen/style.ts';
import { shortIds } from '../short-ids.ts';
import { filterOf, filterOptions } from './session-filter.ts';
import { dirOption, jsonOption, wholeNumber } from './shared-options.ts';
import { wantedSession, withStorage } from './with-session.ts';

const USUAL_LIMIT = 20;
/** The most recordings that are searched at once. */
const PAGE = 1000;
/** Events that are shown of one recording where nobody says how many. */
const USUAL_EVENTS = 100;

const { search: _search, ...filters } = filterOptions;

/** `playhead sessions search`: where a text stands, in all recordings or in one. */
export const sessionsSearchCommand: Command = {
  name: 'sessions search',
  usage: '<text>',
  about: 'find a text in names, prompts, final outputs and names of files of all recordings, or in everything of one',
  examples: [
    { line: 'sessions search "rate limit"', about: 'which sessions speak of it, and where' },
    { line: 'sessions search auth.ts --outcome failed --after 1w', about: 'among those of a week that failed' },
    { line: 'sessions search ECONNREFUSED --in 0194', about: 'every event of one session that has it' },
  ],
  positionals: { min: 1, max: 1 },
  options: {
    in: { type: 'string', value: 'id', completes: 'session', about: 'search all events of this recording' },
    limit: { type: 'string', value: 'number', about: `how many at most (default ${USUAL_LIMIT} recordings, or ${USUAL_EVENTS} events)` },
    ...filters, 'no-pager': noPagerOption, dir: dirOption, json: jsonOption,
  },
  async run(input, context) {
    const [text = ''] = input.positionals;
    if (text.trim() === '') throw new PlayheadError('usage', 'Search for a text that is not blank.');
    const limit = wholeNumber(input, 'limit', { min: 1, max: 10_000 });
    return withStorage(input, context, (storage) => (input.text('in') === undefined ? searchAll(storage, text, limit ?? USUAL_LIMIT, input, context) : searchOne(storage, text, limit ?? USUAL_EVENTS, input, context)));
  },
};

async function searchAll(storage: SessionStorage, text: string, limit: number, input: CommandInput, context: CommandContext): Promise<number> {
  const hits: SessionHit[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined && hits.length < limit;) {
    const page: SessionHits = await searchSessions(storage, text, { ...filterOf(input), limit: Math.min(PAGE, limit - hits.length), ...(cursor !== '' && { cursor }) }, { signal: context.signal });
    hits.push(...page.hits);
    cursor = page.next;
  }
  if (input.flag('json')) {
    context.output.line(JSON.stringify({ schemaVersion: 1, text, hits }));
    return 0;
  }
  const style = styleOf(context);
  const ids = context.screen ? await shortIds(storage, hits.map(({ sessionId }) => sessionId)) : new Map<string, string>();
  const lines = hits.flatMap(({ sessionId, name, startedAt, outcome, status, places }) => [
    `${style('place', ids.get(sessionId) ?? sessionId)}  ${style('quiet', new Date(Math.max(0, startedAt) / 1000).toISOString().slice(0, 10))}  ${outcome ?? status}  ${style('heading', plain(name, 80))}`,
    ...places.map(({ field, excerpt }) => `    ${style('quiet', `${field}:`)} ${marked(plain(excerpt, 300), text, style)}`),
  ]);
  if (lines.length === 0) context.output.line('nothing was found');
  else await printLines(lines, input, context);
  return 0;
}

async function searchOne(storage: SessionStorage, text: string, limit: number, input: CommandInput, context: CommandContext): Promise<number> {
  const { sessionId } = await wantedSession(storage, input.text('in') ?? '');
  const matches = recordMatcher(text);
  const hits: { readonly recordId: string; readonly at: number; readonly type: string; readonly title: string; readonly summary: string }[] = [];
  let more = false;
  for await (const { records } of storage.read(sessionId, { signal: context.signal })) {
    for (const { record } of records) {
      if (!matches?.(record)) continue;
      if (hits.length >= limit) { more = true; break; }
      const { title, summary } = describeEvent(record);
      hits.push({ recordId: record.id, at: record.at, type: record.type, title, summary });
    }
    if (more) break;
  }
  if (input.flag('json')) {
    context.output.line(JSON.stringify({ schemaVersion: 1, text, sessionId, events: hits, more }));
    return 0;
  }
  const style = styleOf(context);
  if (hits.length === 0) context.output.line('nothing was found');
  else await printLines(hits.map(({ at, type, title, summary }) => `${style('quiet', new Date(at / 1000).toISOString().slice(11, 19))}  ${style('place', type.padEnd(18))}  ${marked(plain([title, summary].filter((part) => part !== '').join(': '), 200), text, style)}`), input, context);
  if (more) context.output.note(`more than ${limit}; --limit shows more`);
  return 0;
}

function marked(line: string, text: string, style: (look: 'warning', text: string) => string): string {
  const at = line.toLowerCase().indexOf(text.toLowerCase());
  return at < 0 ? line : `${line.slice(0, at)}${style('warning', line.slice(at, at + text.length))}${line.slice(at + text.length)}`;
}
