import type { SessionHeader, SessionQuery } from '@playhead/protocol';
import type { Rule, RuleContext } from './rule.ts';

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

/** ST30 to ST33: lists. */
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
      const { storage, refused, expect } = context;
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
      for (const [query, ids] of cases) {
        expect((await storage.list(query)).sessions.map(({ sessionId }) => sessionId), JSON.stringify(query)).toEqual(ids);
      }
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
];
