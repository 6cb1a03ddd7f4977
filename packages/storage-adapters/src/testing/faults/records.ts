import type { Rule } from '../rule.ts';

const HOUR = 3_600_000_000; // microseconds

/** ST64 and ST67 to ST69: records as no careful producer makes them. */
export const recordFaults: readonly Rule[] = [
  {
    id: 'ST64',
    title: 'duplicates are seen once; gaps and stale epochs are kept',
    async check({ storage, session, line, lines, records, reopen, expect }) {
      const id = await session();
      const [a, gap, before, stale, newer, far] = [line(0), line(5), line(3), line(2, { e: 0, p: 'q' }), line(0, { e: 3, p: 'q' }), line(2 ** 40)];
      await storage.append(id, [a, gap, before]);
      await storage.append(id, [newer, stale, far]);
      const other = (await reopen?.()) ?? storage;
      await other.append(id, [far, stale, before, line(4), a]);
      const numbers = (await records(id)).map(({ record }) => `${record.p} ${record.e} ${record.n}`);
      expect(numbers).toEqual(['test 0 0', 'test 0 5', 'test 0 3', 'q 3 0', 'q 0 2', `test 0 ${2 ** 40}`, 'test 0 4']);
      expect((await lines(id)).slice(0, 6)).toEqual([a, gap, before, newer, stale, far]);
      expect((await other.get(id))?.events).toBe(7);
      if (other !== storage) await other.close();
    },
  },
  {
    id: 'ST67',
    title: 'the clocks of producers may differ by hours, and times may lie before 1970',
    async check({ storage, session, header, line, lines, expect }) {
      const id = await session();
      const now = 1_763_693_890_123_456;
      const times = [now, now - 5 * HOUR, now + 20 * HOUR, now + 1, -1, -30 * HOUR, 4_102_444_800_000_000];
      const sent = times.map((at, n) => line(n, { p: `clock-${n % 3}`, at }));
      for (const text of sent) await storage.append(id, [text]);
      expect(await lines(id)).toEqual(sent);
      const info = await storage.get(id);
      expect([info?.startedAt, info?.updatedAt, info?.events]).toEqual([-30 * HOUR, 4_102_444_800_000_000, times.length]);
      const late = header();
      expect((await storage.create(late, { at: now })).created).toBe(true);
      const early = header();
      expect((await storage.create(early, { at: -1 })).created).toBe(true);
      await storage.append(early.sessionId, [line(0, { at: -1 })]);
      const listed: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await storage.list({ limit: 1, ...(cursor !== undefined && { cursor }) });
        listed.push(...page.sessions.map(({ sessionId }) => sessionId));
        cursor = page.next;
      } while (cursor !== undefined && listed.length < 10);
      expect([listed[0], listed.slice(1).sort()]).toEqual([late.sessionId, [id, early.sessionId].sort()]);
    },
  },
  {
    id: 'ST68',
    title: 'a record of 10 MB is in nobody’s way',
    async check({ storage, session, line, lines, records, follow, expect }) {
      const id = await session();
      const sent = [line(0), line(1, { data: { text: '🚀'.repeat(2.5 * 1024 * 1024) } }), line(2), line(3)];
      await storage.append(id, sent.slice(0, 1));
      const same = (found: readonly string[], from: number): boolean => found.length === sent.length - from && found.every((text, index) => text === sent[from + index]);
      const onFirst = async (): Promise<void> => {
        await storage.append(id, sent.slice(1, 3));
        await storage.append(id, [sent[1] ?? '', sent[3] ?? '']);
      };
      expect(same(storage.capabilities.live ? await follow(id, 4, { onFirst }) : (await onFirst(), sent), 0)).toBe(true);
      const cursors = (await records(id)).map(({ cursor }) => cursor);
      for (const [index, cursor] of cursors.entries()) expect(same(await lines(id, cursor), index + 1), `after record ${index}`).toBe(true);
      expect((await storage.get(id))?.events).toBe(4);
    },
  },
  {
    id: 'ST69',
    title: 'lone surrogates, NUL and line feeds survive everywhere',
    async check({ storage, header, line, lines, nextId, expect }) {
      const odd = 'a\ud800b\u0000c\udfff\u2028\n\r\u0007"\\日本🚀';
      const { annotations, blobs, derived } = storage.capabilities;
      const wanted = header({ name: odd, prompt: odd, harnessSessionId: odd, [`key ${odd}`]: { inner: [odd] } });
      const id = wanted.sessionId;
      await storage.create(wanted);
      const sent = [line(0, { p: odd, turn: odd, data: { [odd]: odd } }), line(1, { p: odd, type: odd })];
      await storage.append(id, [...sent, ...sent]);
      expect(await lines(id)).toEqual(sent);
      const info = await storage.get(id);
      expect([info?.name, info?.prompt, info?.harnessSessionId, info?.[`key ${odd}`]]).toEqual([odd, odd, odd, { inner: [odd] }]);
      expect((await storage.create(header({ harnessSessionId: odd }))).sessionId).toBe(id);
      expect((await storage.list({ search: 'B\u0000C' })).sessions.map(({ sessionId }) => sessionId)).toEqual([id]);
      const note = { id: nextId(), at: 1, author: odd, type: odd, data: { [odd]: odd } };
      if (annotations) await storage.annotate(id, note);
      if (annotations) expect(await storage.annotations(id)).toEqual([note]);
      const bytes = Uint8Array.from([0, 0x0a, 0xff, 0xed, 0xa0, 0x80, 0xc3, 0]); // no UTF-8
      if (blobs) expect([...(await storage.blobs.get(id, await storage.blobs.put(id, bytes)))]).toEqual([...bytes]);
      if (derived) await storage.derived.put(id, 'index', 1, bytes);
      if (derived) expect([...((await storage.derived.get(id, 'index', 1)) ?? [])]).toEqual([...bytes]);
      // A surrogate that is not escaped is no UTF-8: the line may be refused or mended, but its neighbours are as they were.
      const neighbours = [line(2), line(3)];
      await storage.append(id, [line(9).replace('line 9', 'line \ud800')]).catch(() => undefined);
      await storage.append(id, neighbours);
      expect((await lines(id)).filter((text) => !text.includes('"n":9'))).toEqual([...sent, ...neighbours]);
    },
  },
];
