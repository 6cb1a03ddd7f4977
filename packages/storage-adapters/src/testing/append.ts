import type { Rule } from './rule.ts';

/** ST10 to ST17: what an append promises. */
export const appendRules: readonly Rule[] = [
  {
    id: 'ST10',
    title: 'append keeps every line byte for byte',
    async check({ storage, session, line, records, expect }) {
      const id = await session();
      const texts = ['\u0000', '\ud800', '\u2028\u2029', '\ufeff', 'a\r\nb\n', '日本 🚀', '{"$r":1,"id":"x"}', '\u007f\u001b[31m'];
      const sent = texts.map((text, n) => line(n, { data: { text, $r: 1 } }));
      await storage.append(id, sent);
      const read = await records(id);
      expect(read.map((stored) => stored.line)).toEqual(sent);
      expect(read.map(({ record }) => record.data['text'])).toEqual(texts);
    },
  },
  {
    id: 'ST11',
    title: 'append is all there when it resolves',
    async check({ storage, session, line, lines, reopen, expect }) {
      const id = await session();
      const sent = [line(0), line(1), line(2)];
      await storage.append(id, sent.slice(0, 2), { durability: 'fsync' });
      await storage.append(id, []);
      await storage.append(id, sent.slice(2));
      expect(await lines(id)).toEqual(sent);
      const other = await reopen?.();
      if (!other) return;
      expect(await lines(id, undefined, other)).toEqual(sent);
      await other.close();
    },
  },
  {
    id: 'ST12',
    title: 'append keeps the order of its caller',
    async check({ storage, session, line, lines, expect }) {
      const id = await session();
      const sent = Array.from({ length: 60 }, (_, n) => line(n));
      const calls = Array.from({ length: 20 }, (_, batch) => storage.append(id, sent.slice(batch * 3, batch * 3 + 3)));
      await Promise.all(calls);
      expect(await lines(id)).toEqual(sent);
    },
  },
  {
    id: 'ST13',
    title: 'append can be repeated: each record is seen once',
    async check({ storage, session, line, lines, expect }) {
      const id = await session();
      const [a, b, c, again] = [line(0), line(1), line(2), line(1, { data: { title: 'a later copy' } })];
      const others = [line(1, { e: 1 }), line(1, { p: 'other' })];
      await storage.append(id, [a, b, b]);
      await storage.append(id, [again, a, c]);
      await storage.append(id, others);
      expect(await lines(id)).toEqual([a, b, c, ...others]);
      expect((await storage.get(id))?.events).toBe(5);
    },
  },
  {
    id: 'ST14',
    title: 'concurrent appends lose nothing and mix nothing',
    async check({ storage, session, line, lines, reopen, expect }) {
      const id = await session();
      const other = (await reopen?.()) ?? storage;
      const sent = Array.from({ length: 200 }, (_, n) => line(n, { p: `writer-${n % 4}`, data: { text: 'x'.repeat(n * 20) } }));
      await Promise.all(sent.map((text, n) => (n % 2 === 0 ? storage : other).append(id, [text])));
      expect((await lines(id)).sort()).toEqual([...sent].sort());
      if (other !== storage) await other.close();
    },
  },
  {
    id: 'ST15',
    title: 'append keeps a line of 10 MB',
    async check({ storage, session, line, lines, expect }) {
      const id = await session();
      const sent = [line(0), line(1, { data: { text: 'ä'.repeat(5 * 1024 * 1024) } }), line(2)];
      await storage.append(id, sent);
      const read = await lines(id);
      expect(read.map((text) => text.length)).toEqual(sent.map((text) => text.length));
      expect(read.every((text, index) => text === sent[index])).toBe(true);
    },
  },
  {
    id: 'ST16',
    title: 'append refuses what is no record, and the whole batch with it',
    async check({ storage, session, line, lines, refused, expect }) {
      const id = await session();
      for (const bad of ['', '{}', 'text', `${line(5)}\n`, `${line(5)}\n${line(6)}`, line(5).slice(0, -1), '{"$r":1}']) {
        await refused(() => storage.append(id, [line(0), bad]), 'invalid_event');
      }
      expect(await lines(id)).toEqual([]);
    },
  },
  {
    id: 'ST17',
    title: 'appendSync is append, or is absent',
    async check({ storage, session, line, lines, refused, expect }) {
      const { appendSync } = storage.capabilities;
      expect(typeof storage.appendSync).toBe(appendSync ? 'function' : 'undefined');
      if (!appendSync) return;
      const id = await session();
      const sent = [line(0), line(1), line(2)];
      storage.appendSync?.(id, sent.slice(0, 2));
      storage.appendSync?.(id, sent.slice(1), { durability: 'fsync' });
      expect(await lines(id)).toEqual(sent);
      await refused(async () => storage.appendSync?.(id, ['text']), 'invalid_event');
    },
  },
];
