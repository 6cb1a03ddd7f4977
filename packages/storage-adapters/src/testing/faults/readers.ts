import { isPlayheadError } from '@playhead/protocol';
import type { Rule } from '../rule.ts';

/** ST65, ST71 and ST72: readers and writers that stop, and go on. */
export const readerFaults: readonly Rule[] = [
  {
    id: 'ST65',
    title: 'appends that race with close are stored or refused, never lost',
    requires: ['reopen'],
    async check({ storage, hooks, session, line, lines, expect }) {
      const id = await session();
      const stored: string[] = [];
      const maybe = new Set<string>();
      let n = 0;
      for (let round = 0; round < 12; round += 1) {
        const racing = (await hooks.reopen?.(storage)) ?? storage;
        const calls: Promise<void>[] = [];
        const send = (called: 'before' | 'after'): void => {
          const text = line(n);
          n += 1;
          maybe.add(text);
          const done = racing.append(id, [text], { durability: n % 2 === 0 ? 'fsync' : 'write' });
          calls.push(done.then(() => void stored.push(text), (error: unknown) => {
            maybe.delete(text);
            expect([called, isPlayheadError(error) && error.code]).toEqual(['after', 'storage_closed']);
          }));
        };
        for (let count = 0; count < round; count += 1) send('before');
        if (round % 3 === 0) await calls[0];
        const closed = racing.close();
        for (let count = 0; count < 3; count += 1) send('after');
        await Promise.all([closed, ...calls]);
      }
      const read = await lines(id);
      expect(stored.filter((text) => !read.includes(text))).toEqual([]);
      expect(read.filter((text) => !maybe.has(text))).toEqual([]);
      expect(read).toEqual([...maybe]);
    },
  },
  {
    id: 'ST71',
    title: 'an abort ends one reader and disturbs nobody else',
    async check({ storage, session, line, lines, follow, expect }) {
      const id = await session();
      const sent = Array.from({ length: 40 }, (_, n) => line(n, { data: { text: 'x'.repeat(100_000) } }));
      await storage.append(id, sent);
      for (let taken = 0; taken < 3; taken += 1) {
        const stop = new AbortController();
        const reading = storage.read(id, { signal: stop.signal })[Symbol.asyncIterator]();
        for (let step = 0; step < taken; step += 1) await reading.next();
        stop.abort();
        let outcome: unknown = 'it went on to the end';
        try {
          while (!(await reading.next()).done);
        } catch (error) {
          outcome = isPlayheadError(error) ? error.code : error;
        }
        expect(outcome).toBe('aborted');
      }
      if (storage.capabilities.live) {
        for (let taken = 0; taken < 4; taken += 1) {
          const stop = new AbortController();
          const others = Array.from({ length: 5 }, () => storage.subscribe(id, { signal: stop.signal })[Symbol.asyncIterator]());
          for (const other of others) for (let step = 0; step < taken; step += 1) await other.next();
          const ends = others.map(async (other) => { while (!(await other.next()).done); });
          stop.abort();
          await Promise.all(ends);
        }
        const more = line(40);
        expect((await follow(id, 41, { onFirst: () => storage.append(id, [more]) })).length).toBe(41);
      }
      expect((await lines(id)).slice(0, 40).every((text, index) => text === sent[index])).toBe(true);
    },
  },
  {
    id: 'ST72',
    title: 'a reader goes on where it was among 50,000 records',
    async check({ storage, session, line, records, lines, follow, reopen, expect }) {
      const id = await session();
      const sent: string[] = [];
      for (let batch = 0; batch < 50; batch += 1) {
        const part = Array.from({ length: 1000 }, (_, index) => line(batch * 1000 + index));
        await storage.append(id, part);
        sent.push(...part);
      }
      const other = (await reopen?.()) ?? storage;
      const all = await records(id, '', other);
      const same = (found: readonly string[], expected: readonly string[]): boolean => found.length === expected.length && found.every((text, index) => text === expected[index]);
      expect(same(all.map((stored) => stored.line), sent)).toBe(true);
      expect(all.every(({ cursor }, index) => index === 0 || cursor > (all[index - 1]?.cursor ?? ''))).toBe(true);
      for (const at of [0, 24_999, 49_989, 49_999]) expect(same(await lines(id, all[at]?.cursor, other), sent.slice(at + 1)), `after record ${at}`).toBe(true);
      expect((await other.get(id))?.events).toBe(50_000);
      const more = line(50_000);
      await other.append(id, [sent[3] ?? '', more]);
      const rest = [...sent.slice(49_990), more];
      if (storage.capabilities.live) expect(await follow(id, rest.length, { from: all[49_989]?.cursor ?? '' })).toEqual(rest);
      if (other !== storage) await other.close();
    },
  },
];
