import type { Rule } from './rule.ts';

/** ST24 to ST26: following a log. */
export const subscribeRules: readonly Rule[] = [
  {
    id: 'ST24',
    title: 'subscribe sees what is there and what comes, each once',
    async check({ storage, session, line, records, follow, reopen, refused, expect }) {
      const id = await session();
      if (!storage.capabilities.live) {
        await refused(() => storage.subscribe(id, { signal: new AbortController().signal })[Symbol.asyncIterator]().next(), 'usage');
        return;
      }
      const sent = Array.from({ length: 9 }, (_, n) => line(n));
      await storage.append(id, sent.slice(0, 3));
      const other = (await reopen?.()) ?? storage;
      const onFirst = async (): Promise<void> => {
        await storage.append(id, sent.slice(1, 5));
        await other.append(id, sent.slice(3, 7));
        await storage.append(id, sent.slice(7));
      };
      const from = (await records(id))[0]?.cursor ?? '';
      expect(await follow(id, 9, { onFirst })).toEqual(sent);
      expect(await follow(id, 8, { from, storage: other })).toEqual(sent.slice(1));
      if (other !== storage) await other.close();
    },
  },
  {
    id: 'ST25',
    title: 'subscribe ends quietly, and an aborted read says so',
    async check({ storage, session, line, follow, refused, expect }) {
      const id = await session();
      await storage.append(id, [line(0)]);
      await refused(() => storage.read(id, { signal: AbortSignal.abort() })[Symbol.asyncIterator]().next(), 'aborted');
      if (!storage.capabilities.live) return;
      const before = storage.subscribe(id, { signal: AbortSignal.abort() });
      expect((await before[Symbol.asyncIterator]().next()).done).toBe(true);
      const stop = new AbortController();
      const waiting = storage.subscribe(id, { signal: stop.signal })[Symbol.asyncIterator]();
      await waiting.next();
      const end = waiting.next();
      stop.abort();
      expect((await end).done).toBe(true);
      for await (const _ of storage.subscribe(id, { signal: new AbortController().signal })) break;
      expect((await follow(id, 1)).length).toBe(1);
    },
  },
  {
    id: 'ST26',
    title: 'a slow subscriber delays neither appends nor the others',
    requires: ['live'],
    async check({ storage, session, line, follow, expect }) {
      const id = await session();
      await storage.append(id, [line(0)]);
      const slow = storage.subscribe(id, { signal: new AbortController().signal })[Symbol.asyncIterator]();
      await slow.next(); // and takes nothing more
      const rest = Array.from({ length: 20 }, (_, n) => line(n + 1));
      const followers = [follow(id, 21), follow(id, 21)];
      for (const text of rest) await storage.append(id, [text]);
      expect((await Promise.all(followers)).map((seen) => seen.length)).toEqual([21, 21]);
      await slow.return?.();
    },
  },
];
