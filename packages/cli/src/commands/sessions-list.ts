import { SESSION_SORTS, type SessionOrder } from '@playhead/protocol';
import { listReviewedSessions, type ReviewedQuery } from '@playhead/replay-core';
import type { Command, CommandInput } from '../command.ts';
import { measureShort } from '../figures/measure-missing.ts';
import { noPagerOption, printLines } from '../screen/pager.ts';
import { styleOf } from '../screen/style.ts';
import { sessionLines } from '../session-table.ts';
import { shortIds } from '../short-ids.ts';
import { oneOf } from './list-options.ts';
import { filterOf, filterOptions } from './session-filter.ts';
import { dirOption, jsonOption, wholeNumber } from './shared-options.ts';
import { withStorage } from './with-session.ts';

const ORDERS: Readonly<Record<'asc' | 'desc', SessionOrder>> = { asc: 'ascending', desc: 'descending' };

/** `playhead sessions list`: a page of sessions, newest first unless sorted otherwise. */
export const sessionsListCommand: Command = {
  name: 'sessions list',
  about: 'list recordings, newest first; on a terminal with ids as short as they can be, else whole',
  examples: [
    { line: 'sessions list', about: 'the newest sessions' },
    { line: 'sessions list --outcome failed --after 2d --project shop', about: 'what failed in a project since the day before yesterday' },
    { line: 'sessions list --sort duration --limit 5', about: 'the five longest' },
    { line: 'sessions list --json', about: 'a page for programs' },
  ],
  options: {
    ...filterOptions,
    sort: { type: 'string', values: SESSION_SORTS, about: `what to order by: ${SESSION_SORTS.join(', ')} (default started)` },
    order: { type: 'string', values: Object.keys(ORDERS), about: 'asc or desc: the newest, longest or largest first (default)' },
    limit: { type: 'string', value: 'number', about: 'page size (default 50)' },
    cursor: { type: 'string', about: 'where the last page ended' },
    'no-pager': noPagerOption, dir: dirOption, json: jsonOption,
  },
  async run(input, context) {
    return withStorage(input, context, async (storage) => {
      const { filter, page } = queryOf(input);
      const outdated = new Set<string>();
      const list = (): ReturnType<typeof listReviewedSessions> => listReviewedSessions(storage, { ...filter, ...page }, { onOutdated: ({ sessionId }) => outdated.add(sessionId) });
      let listed = await list();
      if (await measureShort(storage, [...outdated], context)) {
        outdated.clear();
        listed = await list();
      }
      const { sessions, next } = listed;
      if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: 1, sessions, ...(next !== undefined && { next }) }));
      else if (sessions.length === 0) context.output.line(Object.keys(filter).length > 0 ? 'no session fits; playhead sessions list shows all' : 'no sessions are recorded here yet; wire Claude Code with playhead init claude');
      else {
        // What a script keeps must stay the only one, however many come.
        const ids = context.screen ? await shortIds(storage, sessions.map(({ sessionId }) => sessionId)) : new Map<string, string>();
        await printLines(sessionLines(sessions, ids, { columns: context.screen?.columns, style: styleOf(context) }), input, context);
      }
      if ((filter.needsReview || filter.outcome !== undefined || filter.agreement !== undefined) && outdated.size > 0) context.output.note(`${outdated.size} ${outdated.size === 1 ? 'session was' : 'sessions were'} not looked at since the last change; a running server does that, and so does playhead sessions reindex --review`);
      if (next !== undefined && !input.flag('json')) context.output.note(`more: --cursor ${next}`);
      return 0;
    });
  },
};

function queryOf(input: CommandInput): { filter: ReviewedQuery; page: ReviewedQuery } {
  const [sort, order, limit, cursor] = [oneOf(input, 'sort', SESSION_SORTS), oneOf(input, 'order', ['asc', 'desc']), wholeNumber(input, 'limit', { min: 1, max: 1000 }), input.text('cursor')];
  return { filter: filterOf(input), page: { ...(sort && { sort }), ...(order && { order: ORDERS[order] }), ...(limit !== undefined && { limit }), ...(cursor !== undefined && { cursor }) } };
}
