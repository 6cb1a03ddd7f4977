import type { Rule } from '../rule.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** ST60 and ST61: what a crash leaves at the end of a log. */
export const damageFaults: readonly Rule[] = [
  {
    id: 'ST60',
    title: 'an end torn at any byte costs no other record',
    requires: ['appendRaw'],
    async check({ storage, session, line, chunks, records, lines, appendRaw, reopen, expect }) {
      const whole = bytesOf(line(50, { data: { title: 'ä🚀' } }));
      const emoji = whole.length - 7; // within the last character of four bytes
      for (const cut of [1, 5, 6, 40, emoji - 3, emoji - 2, emoji - 1, emoji, whole.length - 2, whole.length - 1]) {
        const id = await session();
        const [first, second, third, fourth] = [line(0), line(1), line(2, { data: { title: 'ü' } }), line(3)];
        await storage.append(id, [first]);
        await appendRaw?.(id, whole.slice(0, cut));
        const before = await chunks(id);
        expect([before.flatMap((chunk) => chunk.records.map((stored) => stored.line)), before.flatMap(({ damage }) => damage)], `cut at ${cut}`).toEqual([[first], []]);
        // A rival that did not see the torn end writes right behind it.
        await appendRaw?.(id, `${second}${third}\n`);
        const other = (await reopen?.()) ?? storage;
        await other.append(id, [fourth]);
        const all = await records(id);
        expect(all.map((stored) => stored.line), `cut at ${cut}`).toEqual([first, second, third, fourth]);
        for (const [index, { cursor }] of all.entries()) expect(await lines(id, cursor, other), `cut at ${cut}, after ${index}`).toEqual([first, second, third, fourth].slice(index + 1));
        const damage = (await chunks(id)).flatMap((chunk) => chunk.damage);
        expect(damage.map(({ kind, bytes }) => [kind, bytes]), `cut at ${cut}`).toEqual([['torn', cut]]);
        if (other !== storage) await other.close();
      }
    },
  },
  {
    id: 'ST61',
    title: 'a batch of which only a part was written can be sent again',
    requires: ['appendRaw'],
    async check({ storage, session, line, lines, appendRaw, expect }) {
      const batch = [line(0, { data: { title: 'ä' } }), line(1), line(2)];
      const whole = bytesOf(`${batch.join('\n')}\n`);
      const first = bytesOf(batch[0] ?? '').length;
      for (const cut of [3, first - 1, first, first + 1, first + 9, whole.length - 2, whole.length - 1, whole.length]) {
        const id = await session();
        await appendRaw?.(id, whole.slice(0, cut));
        await storage.append(id, batch);
        await storage.append(id, [line(3)]);
        expect((await lines(id)).slice(0, 3), `cut at ${cut}`).toEqual(batch);
        expect((await storage.get(id))?.events, `cut at ${cut}`).toBe(4);
      }
    },
  },
];
