import type { SessionHeader, SessionQuery } from '@playhead/protocol';
import type { Rule, RuleContext } from './rule.ts';

const MINUTE_MS = 60_000;

/** The ids that queries find, each list compared with what it should be. */
async function find({ storage, expect }: RuleContext, cases: readonly (readonly [SessionQuery, readonly string[]])[]): Promise<void> {
  for (const [query, ids] of cases) {
    expect((await storage.list(query)).sessions.map(({ sessionId }) => sessionId), JSON.stringify(query)).toEqual(ids);
    if (storage.survey) expect((await storage.survey(query)).sessions().map(({ sessionId }) => sessionId), `survey of ${JSON.stringify(query)}`).toEqual(ids);
  }
}

/** Makes a session that starts at `at` microseconds. */
async function started({ storage, header, line }: RuleContext, at: number, fields: Partial<SessionHeader> = {}, outcome?: string): Promise<string> {
  const wanted = header(fields);
  await storage.create(wanted, { at });
  await storage.append(wanted.sessionId, [
    line(0, { type: 'session_start', at, data: { ...wanted } as never }), // a header is JSON
    ...(outcome === undefined ? [] : [line(1, { type: 'session_stop', at: at + 1, data: { outcome } })]),
  ]);
  return wanted.sessionId;
}

/** ST30 to ST39, ST47 to ST49, ST57, ST73: lists. */
export const listRules: readonly Rule[] = [
  {
    id: 'ST30',
    title: 'list is newest start first, then greatest id first',
    async check(context) {
      const { storage, expect } = context;
      const made = [];
      for (const at of [3_000_000, 1_000_000, 5_000_000, 3_000_000]) made.push(await started(context, at));
      const [a = '', b = '', c = '', d = ''] = made;
      expect((await storage.list()).sessions.map(({ sessionId }) => sessionId)).toEqual([c, ...[a, d].sort().reverse(), b]);
    },
  },
  {
    id: 'ST31',
    title: 'following the pages yields every session once',
    async check(context) {
      const { storage, line, refused, expect } = context;
      const made: string[] = [];
      for (let at = 1; at <= 7; at += 1) made.push(await started(context, at * 1_000_000));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await storage.list({ limit: 3, ...(cursor !== undefined && { cursor }) });
        expect(page.sessions.length <= 3).toBe(true);
        seen.push(...page.sessions.map(({ sessionId }) => sessionId));
        cursor = page.next;
        if (seen.length === 3) await started(context, 9_000_000);
      } while (cursor !== undefined && seen.length < 20);
      expect(seen).toEqual(made.reverse());
      const page = await storage.list({ limit: 2 });
      const [, ended = ''] = page.sessions.map(({ sessionId }) => sessionId);
      const [third = '', fourth = ''] = (await storage.list({ limit: 2, cursor: page.next ?? '' })).sessions.map(({ sessionId }) => sessionId);
      await storage.delete(ended);
      await storage.delete(third);
      await storage.append(fourth, [line(9, { type: 'session_stop', at: 8_000_000, data: { outcome: 'success' } })]);
      expect((await storage.list({ limit: 1, cursor: page.next ?? '' })).sessions.map(({ sessionId }) => sessionId)).toEqual([fourth]);
      expect('next' in (await storage.list({ limit: 1_000_000 }))).toBe(false);
      for (const limit of [0, -1]) await refused(() => storage.list({ limit }), 'usage');
    },
  },
  {
    id: 'ST32',
    title: 'all filters of a query hold',
    async check(context) {
      const { storage, expect } = context;
      const a = await started(context, 1_000_000, { name: 'Fix 100% of *', project: 'web', harnessSessionId: 'h1' }, 'success');
      const b = await started(context, 2_000_000, { prompt: 'Make LOGIN work\\', harness: 'other', workspaceName: 'W2' }, 'failed');
      const c = await started(context, 3_000_000, { project: 'web', workspaceName: 'W2' });
      const cases: readonly [SessionQuery, readonly string[]][] = [
        [{ status: 'processing' }, [b, a]], [{ status: 'recording' }, [c]], [{ outcome: 'success' }, [a]], [{ harness: 'other' }, [b]],
        [{ harnessSessionId: 'h1' }, [a]], [{ workspaceName: 'W2' }, [c, b]], [{ workspaceName: 'W' }, []], [{ project: 'web' }, [c, a]],
        [{ after: 2_000_000 }, [c, b]], [{ before: 2_000_000 }, [a]], [{ search: 'login' }, [b]], [{ search: '100%' }, [a]], [{ search: '*' }, [a]],
        [{ search: '\\' }, [b]], [{ search: '%' }, [a]], [{ search: 'w2' }, [c, b]], [{ project: 'web', workspaceName: 'W2' }, [c]], [{ search: 'WEB', after: 1, before: 3_000_000 }, [a]],
      ];
      await find(context, cases);
      const page = await storage.list({ project: 'web', limit: 1 });
      expect((await storage.list({ project: 'web', limit: 1, cursor: page.next ?? '' })).sessions.map(({ sessionId }) => sessionId)).toEqual([a]);
    },
  },
  {
    id: 'ST33',
    title: 'a listed session equals what get says, also after more came',
    async check(context) {
      const { storage, session, line, expect } = context;
      const ids = [await session(), await started(context, 5_000_000)];
      for (let n = 10; n < 13; n += 1) {
        for (const info of (await storage.list()).sessions) expect(info).toEqual(await storage.get(info.sessionId));
        for (const id of ids) await storage.append(id, [line(n)]);
      }
      expect((await storage.list()).sessions.map(({ events }) => events).sort()).toEqual([3, 4]);
    },
  },
  {
    id: 'ST34',
    title: 'sessions are found by their agent',
    async check(context) {
      const a = await started(context, 1_000_000, { agentName: 'Ada' });
      const b = await started(context, 2_000_000, { agentName: 'Ada Bot' });
      await find(context, [[{ agentName: 'Ada' }, [a]], [{ agentName: 'Ada Bot' }, [b]], [{ agentName: 'ada' }, []], [{ agentName: '' }, []]]);
    },
  },
  {
    id: 'ST35',
    title: 'sessions are found by who is behind the agent',
    async check(context) {
      const a = await started(context, 1_000_000, { identity: { type: 'user', subject: 'ada@example.com' } });
      const b = await started(context, 2_000_000, { identity: { type: 'machine', subject: 'ci' } });
      await started(context, 3_000_000);
      await find(context, [[{ identity: 'ada@example.com' }, [a]], [{ identity: 'ci' }, [b]], [{ identity: 'user' }, []], [{ identity: '' }, []]]);
    },
  },
  {
    id: 'ST36',
    title: 'sessions are found by their task',
    async check(context) {
      const a = await started(context, 1_000_000, { task: { id: 'T-1', title: 'Login' } });
      await started(context, 2_000_000, { task: { id: 'T-10', title: 'T-1' } });
      await started(context, 3_000_000);
      await find(context, [[{ task: 'T-1' }, [a]], [{ task: 'Login' }, []]]);
    },
  },
  {
    id: 'ST37',
    title: 'sessions are found by all of their tags',
    async check(context) {
      const a = await started(context, 1_000_000, { tags: ['nightly', 'web'] });
      const b = await started(context, 2_000_000, { tags: ['nightly'] });
      const c = await started(context, 3_000_000);
      await find(context, [[{ tags: ['nightly'] }, [b, a]], [{ tags: ['web', 'nightly'] }, [a]], [{ tags: ['night'] }, []], [{ tags: [] }, [c, b, a]]]);
      await context.storage.append(c, [context.line(1, { type: 'session_update', at: 3_000_001, data: { tags: ['late'] } })]);
      await find(context, [[{ tags: ['late'] }, [c]]]);
    },
  },
  {
    id: 'ST38',
    title: 'sessions are found by their size, which is that of their lines',
    async check(context) {
      const { storage, session, line, lines, expect } = context;
      const id = await session();
      await storage.append(id, [line(0, { data: { text: 'é' } }), line(1)]);
      const size = (await lines(id)).reduce((sum, text) => sum + new TextEncoder().encode(text).length + 1, 0);
      const bytes = (await storage.get(id))?.bytes;
      if (bytes === undefined) return; // it cannot tell
      expect(bytes).toBe(size);
      await find(context, [[{ minBytes: size }, [id]], [{ minBytes: size + 1 }, []], [{ maxBytes: size }, [id]], [{ maxBytes: size - 1 }, []], [{ minBytes: 1, maxBytes: size * 2 }, [id]]]);
      await storage.append(id, [line(2)]);
      await find(context, [[{ maxBytes: size }, []], [{ minBytes: size + 1 }, [id]]]);
    },
  },
  {
    id: 'ST73',
    title: 'sessions are found by whether they have a terminal',
    async check(context) {
      const { storage, line } = context;
      const a = await started(context, 1_000_000);
      const b = await started(context, 2_000_000);
      await storage.append(b, [line(10, { type: 'terminal_command', data: { command: 'ls' } })]);
      await find(context, [[{ hasTerminal: true }, []], [{ hasTerminal: false }, [b, a]]]);
      await storage.append(a, [line(10, { type: 'terminal_command', data: { command: 'bash', pty: { columns: 80, rows: 24 } } })]);
      await find(context, [[{ hasTerminal: true }, [a]], [{ hasTerminal: false }, [b]], [{ hasTerminal: true, before: 1_000_000 }, []]]);
      await storage.drop(a, line(99, { type: 'session_dropped', data: { reason: 'private' } }));
      await find(context, [[{ hasTerminal: true }, []]]);
    },
  },
  {
    id: 'ST39',
    title: 'sessions are found by what was asked, answered and touched, and no longer when that is gone',
    async check(context) {
      const { storage, line, expect } = context;
      const a = await started(context, 1_000_000);
      const b = await started(context, 2_000_000);
      await storage.append(a, [
        line(10, { type: 'prompt', at: 1_000_010, data: { text: 'Second Wish', origin: 'human' } }),
        line(11, { type: 'prompt', at: 1_000_005, data: { text: 'Make the "Login" work', origin: 'human' } }),
        line(12, { type: 'file_diff', data: { path: 'src/Login Form.ts', change: 'renamed', oldPath: 'src/Signin.ts', hunks: [] } }),
        line(13, { type: 'file_read', data: { path: 'docs\\read me.md' } }),
        line(14, { type: 'final_output', at: 1_000_020, data: { content: '', format: 'text' } }),
        line(15, { type: 'final_output', at: 1_000_021, data: { title: 'Done', content: 'The grüße\ncompare again', format: 'text' } }),
        line(16, { type: 'assistant_text', data: { text: 'chatter' } }),
      ]);
      await find(context, [
        [{ search: 'login form' }, [a]], [{ search: 'SIGNIN' }, [a]], [{ search: 'make the "login"' }, [a]], [{ search: 'GRÜSSE' }, []], [{ search: 'GRÜßE' }, [a]],
        [{ search: 'grüße compare' }, [a]], [{ search: 'docs\\read' }, [a]], [{ search: 'second wish' }, []], [{ search: 'chatter' }, []], [{ search: 'Signin.tssrc' }, []],
        [{ search: '"' }, [a]], [{ search: '","' }, []], [{ search: '\\"' }, []], [{ search: '' }, [b, a]],
      ]);
      expect((await storage.list({ search: 'done', limit: 1 })).next).toBe(undefined);
      await storage.rewrite(a, ({ line: text }) => text.replaceAll('Signin', 'x'));
      await find(context, [[{ search: 'signin' }, []], [{ search: 'login form' }, [a]]]);
      await storage.drop(a, line(99, { type: 'session_dropped', data: { reason: 'private' } }));
      await find(context, [[{ search: 'login' }, []], [{ search: 'done' }, []]]);
    },
  },
  {
    id: 'ST46',
    title: 'a silent session is shown as interrupted until something is heard of it',
    requires: ['passTime'],
    async check(context) {
      const { storage, hooks, line, header, session, refused, nextId, expect } = context;
      const pass = async (minutes: number): Promise<void> => hooks.passTime?.(storage, minutes * MINUTE_MS);
      const open = await started(context, 1_000_000);
      const stopped = await started(context, 2_000_000, {}, 'success');
      const over = await started(context, 3_000_000, {}, 'failed');
      await storage.append(over, [line(2, { type: 'session_status', data: { status: 'failed' } })]);
      const empty = await session();
      const ends = async (): Promise<unknown[]> => Promise.all([open, stopped, over, empty].map(async (id) => [(await storage.get(id))?.status, (await storage.get(id))?.outcome]));
      const before = [['recording', undefined], ['processing', 'success'], ['failed', 'failed'], ['recording', undefined]];
      const after = [['completed', 'interrupted'], ['completed', 'success'], ['failed', 'failed'], ['completed', 'interrupted']];
      await pass(25);
      expect(await ends()).toEqual(before);
      await pass(10);
      expect(await ends()).toEqual(after);
      await find(context, [[{ status: 'recording' }, []], [{ status: 'processing' }, []], [{ status: 'completed', before: 4_000_000 }, [stopped, open]], [{ outcome: 'interrupted' }, [empty, open]], [{ outcome: 'success' }, [stopped]]]);
      for (const info of (await storage.list()).sessions) expect(info).toEqual(await storage.get(info.sessionId));
      if (!storage.heartbeat) return;
      const log = await context.lines(open);
      await storage.heartbeat(open, 'one');
      await pass(2);
      await storage.heartbeat(open, 'two/../x');
      await pass(2);
      expect((await ends())[0]).toEqual(before[0]);
      await find(context, [[{ status: 'recording' }, [open]], [{ outcome: 'interrupted' }, [empty]]]);
      expect(await context.lines(open)).toEqual(log);
      await pass(2);
      expect((await ends())[0]).toEqual(after[0]);
      await refused(async () => storage.heartbeat?.(nextId(), 'one'), 'session_not_found', 'invalid_session');
      const dropped = header();
      await storage.create(dropped);
      await storage.drop(dropped.sessionId, line(50, { type: 'session_dropped', data: { reason: 'private' } }));
      await refused(async () => storage.heartbeat?.(dropped.sessionId, 'one'), 'session_dropped');
    },
  },
  {
    id: 'ST47',
    title: 'list is sorted as asked, page by page',
    async check(context) {
      const { storage, header, line, expect } = context;
      const made: string[] = [];
      for (const [at, seconds, records] of [[1_000_000, 5, 4], [2_000_000, 9, 1], [3_000_000, 5, 9], [4_000_000, 1, 2]] as const) {
        const wanted = header();
        await storage.create(wanted, { at });
        await storage.append(wanted.sessionId, [
          line(0, { type: 'session_start', at, data: { ...wanted } as never }), // a header is JSON
          ...Array.from({ length: records }, (_, index) => line(index + 1, { at: at + index, data: { text: 'x'.repeat(200 * records) } })),
          line(records + 1, { type: 'session_stop', at: at + seconds * 1_000_000, data: {} }),
        ]);
        made.push(wanted.sessionId);
      }
      const [a = '', b = '', c = '', d = ''] = made;
      const alike = [a, c].sort();
      const sorted: readonly [SessionQuery, readonly string[]][] = [
        [{ sort: 'started' }, [d, c, b, a]], [{ order: 'ascending' }, [a, b, c, d]],
        [{ sort: 'duration' }, [b, ...alike.toReversed(), d]], [{ sort: 'duration', order: 'ascending' }, [d, ...alike, b]],
        [{ sort: 'updated' }, [b, c, a, d]], [{ sort: 'events' }, [c, a, d, b]], [{ sort: 'size', order: 'ascending' }, [b, d, a, c]],
      ];
      for (const [query, ids] of sorted) {
        expect((await storage.list(query)).sessions.map(({ sessionId }) => sessionId), JSON.stringify(query)).toEqual(ids);
        const paged: string[] = [];
        let cursor: string | undefined;
        do {
          const page = await storage.list({ ...query, limit: 1, ...(cursor !== undefined && { cursor }) });
          paged.push(...page.sessions.map(({ sessionId }) => sessionId));
          cursor = page.next;
        } while (cursor !== undefined && paged.length < 9);
        expect(paged, `pages of ${JSON.stringify(query)}`).toEqual(ids);
      }
    },
  },
  {
    id: 'ST48',
    title: 'a session is found by either end of its id',
    async check(context) {
      const a = await started(context, 1_000_000);
      const b = await started(context, 2_000_000);
      const fitting = (id: string): readonly string[] => [b, a].filter((each) => each.startsWith(id) || each.endsWith(id)); // ids of one millisecond end alike
      await find(context, [[{ id: a }, [a]], [{ id: a.slice(4, -4) }, []], ...[a.slice(-12), a.slice(0, 8), b.slice(0, 18), a.slice(-20)].map((id) => [{ id }, fitting(id)] as const), [{ id: `${a}0` }, []]]);
    },
  },
  {
    id: 'ST49',
    title: 'a session without a project has that of its working directory',
    async check(context) {
      const own = await started(context, 1_000_000, { cwd: '/home/ada/shop' });
      const given = await started(context, 2_000_000, { cwd: '/home/ada/shop', project: 'web' });
      await find(context, [[{ project: 'shop' }, [own]], [{ project: 'web' }, [given]]]);
    },
  },
  {
    id: 'ST57',
    title: 'a survey says what the list says, and whether anything changed',
    async check(context) {
      const { storage, header, line, nextId, expect } = context;
      if (!storage.survey) return;
      const fields = { identity: { type: 'user', subject: 'ada' }, task: { id: 'T-1', title: 'Sign in' }, tags: ['a', 'b'], project: 'shop' } as const;
      const [full, plain, gone] = [await started(context, 3_000_000, fields, 'failed'), await started(context, 2_000_000), await started(context, 1_000_000)];
      const revisions = new Set<string>();
      const revised = async (what: string): Promise<void> => {
        const revision = (await storage.survey?.())?.revision ?? '';
        expect(revisions.has(revision), what).toBe(false);
        revisions.add(revision);
      };
      await revised('at first');
      expect(revisions.has((await storage.survey()).revision), 'nothing changed').toBe(true);
      await storage.append(plain, [line(5, { at: 9_000_000 })]);
      await revised('a record');
      await storage.drop(gone, line(6, { type: 'session_dropped', at: 1_000_000, data: { reason: 'private' } }));
      await revised('a drop');
      if (storage.capabilities.annotations) {
        const note = { id: nextId(), at: 1, author: 'Ada', type: 'note', data: { text: 'x' } };
        await storage.annotate(plain, note);
        await revised('an annotation');
        expect([...await (await storage.survey()).annotations()]).toEqual([[plain, [note]]]);
      }
      if (storage.capabilities.derived) {
        await storage.derived.put(full, 'metrics', 7, new Uint8Array([1]));
        await revised('a listed value');
      }
      await storage.create(header());
      await revised('another session');
      const { sessions } = await storage.list();
      const survey = await storage.survey();
      const said = survey.sessions().map((session) => JSON.parse(JSON.stringify({ ...session, tags: session.tags ?? [], bytes: 0 })) as unknown); // JSON leaves out what is undefined
      expect(said).toEqual(sessions.map(({ sessionId, status, outcome, harness, workspaceName, project, agentName, identity, task, tags = [], startedAt, updatedAt, events, dropped }) =>
        JSON.parse(JSON.stringify({ sessionId, status, outcome, harness, workspaceName, project, agentName, identity: identity?.subject, task: task?.id, tags, startedAt, updatedAt, events, dropped: dropped && true, bytes: 0 })) as unknown));
      expect([survey.session(full)?.task, survey.session(gone)?.dropped, survey.session(nextId())]).toEqual(['T-1', true, undefined]);
    },
  },
];
