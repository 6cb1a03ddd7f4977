import { LOG_END, type Cursor } from '@playhead/protocol';
import type { Rule } from './rule.ts';

/** ST18 to ST23 and ST27: reading, cursors, damage and stretches. */
export const readRules: readonly Rule[] = [
  {
    id: 'ST18',
    title: 'read goes once through the log in chunks of about 1 MiB and ends up to date',
    async check({ storage, session, line, chunks, expect }) {
      const id = await session();
      const empty = await chunks(id);
      expect(empty.map(({ upToDate, records }) => [upToDate, records.length])).toEqual([[true, 0]]);
      const sent = Array.from({ length: 40 }, (_, n) => line(n, { data: { text: 'x'.repeat(100_000) } }));
      await storage.append(id, sent);
      const read = await chunks(id);
      expect(read.flatMap(({ records }) => records.map((stored) => stored.line)).length).toBe(sent.length);
      expect(read.length > 1).toBe(true);
      for (const { records } of read) expect(records.reduce((bytes, stored) => bytes + stored.line.length, 0) < 1.5 * 1024 * 1024).toBe(true);
      expect(read.at(-1)?.upToDate).toBe(true);
    },
  },
  {
    id: 'ST19',
    title: 'a read from a cursor yields exactly what comes after it',
    async check({ storage, session, line, chunks, records, lines, expect }) {
      const id = await session();
      const sent = Array.from({ length: 12 }, (_, n) => line(n));
      await storage.append(id, sent.slice(0, 5));
      await storage.append(id, sent.slice(5));
      const all = await records(id, '');
      for (const [index, { cursor }] of all.entries()) expect(await lines(id, cursor)).toEqual(sent.slice(index + 1));
      const end = (await chunks(id)).at(-1)?.next;
      const rest = await chunks(id, end);
      expect(rest.map((chunk) => [chunk.records.length, chunk.upToDate])).toEqual([[0, true]]);
      const more = line(12);
      await storage.append(id, [sent[3] ?? '', more]);
      expect(await lines(id, end)).toEqual([more]);
    },
  },
  {
    id: 'ST20',
    title: 'cursors sort as the records do and stay valid',
    async check({ storage, session, line, records, lines, reopen, refused, expect }) {
      const id = await session();
      const sent = Array.from({ length: 120 }, (_, n) => line(n));
      await storage.append(id, sent);
      const cursors = (await records(id)).map(({ cursor }) => cursor);
      expect(cursors.every((cursor, index) => index === 0 || cursor > (cursors[index - 1] ?? ''))).toBe(true);
      await storage.append(id, [line(200)]);
      const other = (await reopen?.()) ?? storage;
      expect((await lines(id, cursors[59], other)).slice(0, -1)).toEqual(sent.slice(60));
      await refused(() => lines(id, '../x\u0000', other), 'usage');
      if (other !== storage) await other.close();
    },
  },
  {
    id: 'ST21',
    title: 'damage is reported with its kind and length and never thrown',
    requires: ['appendRaw'],
    async check({ storage, session, line, chunks, appendRaw, expect }) {
      const id = await session();
      await storage.append(id, [line(0)]);
      const torn = line(1).slice(0, 60);
      const later = line(2).replace('{"$r":1', '{"$r":99');
      await appendRaw?.(id, `${torn}\n\n   \nplain täxt\n\u0000\u0000\n${later}\n`);
      await storage.append(id, [line(3)]);
      const damage = (await chunks(id)).flatMap((chunk) => chunk.damage);
      expect(damage.map(({ bytes }) => bytes)).toEqual([60, 11, later.length]);
      expect(damage.slice(0, 2).map(({ kind }) => kind)).toEqual(['torn', 'invalid']);
    },
  },
  {
    id: 'ST22',
    title: 'a record beside damage is never lost',
    requires: ['appendRaw'],
    async check({ storage, session, line, records, lines, appendRaw, expect }) {
      const id = await session();
      const sent = Array.from({ length: 8 }, (_, n) => line(n, { data: { text: `ä${n}` } }));
      const at = (n: number): string => sent[n] ?? '';
      await storage.append(id, [at(0)]);
      await appendRaw?.(id, `${line(50, { data: { text: 'torn ü' } }).slice(0, -5)}${at(1)}\n`);
      await appendRaw?.(id, `${at(2)}${at(3)}${at(4)}\n`);
      await appendRaw?.(id, `\u0000\u0000\u0000${at(5)}\n`);
      await appendRaw?.(id, line(51).slice(0, 70));
      await storage.append(id, [at(6), at(7)]);
      const all = await records(id);
      expect(all.map((stored) => stored.line)).toEqual(sent);
      for (const [index, { cursor }] of all.entries()) expect(await lines(id, cursor)).toEqual(sent.slice(index + 1));
    },
  },
  {
    id: 'ST23',
    title: 'an unfinished end is not written yet',
    requires: ['appendRaw'],
    async check({ storage, session, line, chunks, lines, appendRaw, expect }) {
      const id = await session();
      const [first, second] = [line(0), line(1)];
      await storage.append(id, [first]);
      await appendRaw?.(id, second.slice(0, 80));
      const before = await chunks(id);
      expect(before.map(({ records, damage, upToDate }) => [records.length, damage.length, upToDate])).toEqual([[1, 0, true]]);
      await appendRaw?.(id, `${second.slice(80)}\n`);
      expect(await lines(id, before[0]?.next)).toEqual([second]);
    },
  },
  {
    id: 'ST27',
    title: 'a stretch of a log ends where it is told to',
    async check({ storage, session, line, records, appendRaw, refused, expect }) {
      const id = await session();
      const sent = Array.from({ length: 8 }, (_, n) => line(n, { data: { text: `ä${n}` } }));
      await storage.append(id, sent.slice(0, 4));
      if (appendRaw) await appendRaw(id, `${sent[4]}${sent[5]}\n`); // two records on one physical line
      else await storage.append(id, sent.slice(4, 6));
      await storage.append(id, sent.slice(6));
      const cursors = ['', ...(await records(id)).map(({ cursor }) => cursor)];
      const stretch = async (from: Cursor, to: Cursor): Promise<{ lines: string[]; ended: unknown }> => {
        const found: string[] = [];
        let ended: unknown;
        for await (const chunk of storage.read(id, { from, to })) {
          found.push(...chunk.records.map((stored) => stored.line));
          ended = chunk.upToDate;
        }
        return { lines: found, ended };
      };
      for (const [start, from] of cursors.entries()) {
        for (const [end, to] of cursors.entries()) expect(await stretch(from, to)).toEqual({ lines: sent.slice(start, Math.max(start, end)), ended: Math.max(start, end) === sent.length });
        expect(await stretch(from, LOG_END)).toEqual({ lines: sent.slice(start), ended: true });
      }
      await refused(() => stretch('', '../x'), 'usage');
    },
  },
];
