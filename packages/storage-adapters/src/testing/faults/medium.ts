import { isPlayheadError, type SessionStorage } from '@playhead/protocol';
import { randomFrom } from '../random.ts';
import type { Rule } from '../rule.ts';

const REFUSALS: ReadonlySet<unknown> = new Set(['storage_full', 'storage_unavailable']);

/** How a call ended: undefined when it was done, else its error. */
async function errorOf(call: () => Promise<unknown>): Promise<unknown> {
  try {
    await call();
    return undefined;
  } catch (error) {
    return error;
  }
}

const codeOf = (error: unknown): unknown => (error === undefined ? 'done' : isPlayheadError(error) ? error.code : error);

/** ST53 and ST70: a medium that refuses. */
export const mediumFaults: readonly Rule[] = [
  {
    id: 'ST53',
    title: 'a medium that refuses to be written says so, and what was refused can be sent again',
    requires: ['disable'],
    async check({ storage, hooks, header, session, line, lines, nextId, reopen, expect }) {
      const { annotations, blobs, derived } = storage.capabilities;
      const id = await session();
      const [first, second, third] = [line(0), line(1), line(2)];
      await storage.append(id, [first]);
      const note = { id: nextId(), at: 1, author: 'a', type: 'note', data: {} };
      const wanted = header();
      const callsOf = (of: SessionStorage): readonly (readonly [string, () => Promise<unknown>])[] => [
        ['create', () => of.create(wanted)],
        ['append', () => of.append(id, [second])],
        ['append to the disk', () => of.append(id, [third], { durability: 'fsync' })],
        ...(of.appendSync ? [['appendSync', async () => of.appendSync?.(id, [third])] as const] : []),
        ...(annotations ? [['annotate', () => of.annotate(id, note)] as const] : []),
        ...(blobs ? [['blobs.put', () => of.blobs.put(id, new Uint8Array([1]))] as const] : []),
        ...(derived ? [['derived.put', () => of.derived.put(id, 'index', 1, new Uint8Array([1]))] as const] : []),
        ['rewrite', () => of.rewrite(id, ({ line: text }) => text.replace('line', 'LINE'))],
      ];
      const enable = await hooks.disable?.(storage);
      try {
        const other = (await reopen?.()) ?? storage;
        let refused = 0;
        for (const of of new Set([storage, other])) {
          for (const [name, call] of callsOf(of)) {
            const error = await errorOf(call);
            if (error !== undefined) refused += 1;
            expect([name, error === undefined || REFUSALS.has(codeOf(error)) ? 'as documented' : codeOf(error)]).toEqual([name, 'as documented']);
            if (error !== undefined) expect(error instanceof Error && error.cause instanceof Error, `${name} has a cause`).toBe(true);
          }
        }
        expect(refused > 0).toBe(true);
        if (other !== storage) await other.close();
      } finally {
        await enable?.();
      }
      for (const [name, call] of callsOf(storage)) expect([name, codeOf(await errorOf(call))]).toEqual([name, 'done']);
      expect((await lines(id)).map((text) => text.toLowerCase()).sort()).toEqual([first, second, third].map((text) => text.toLowerCase()).sort());
      expect((await storage.get(id))?.events).toBe(3);
    },
  },
  {
    id: 'ST70',
    title: 'a full storage says so, keeps what it has, and goes on when there is room',
    requires: ['createSmall'],
    async check({ hooks, header, line, lines, expect }) {
      const small = await hooks.createSmall?.();
      if (!small) return;
      const { storage, grow, remove } = small;
      const random = randomFrom(1);
      const noise = (): string => Array.from({ length: 2000 }, () => Math.floor(random() * 36 ** 8).toString(36).padStart(8, '0')).join(''); // a medium may compress
      try {
        const { sessionId } = await storage.create(header());
        const sent: string[] = [];
        let refused: { readonly batch: readonly string[]; readonly error: unknown } | undefined;
        for (let n = 0; n < 400 && !refused; n += 1) {
          const batch = [line(n * 3), line(n * 3 + 1, { data: { text: noise() } }), line(n * 3 + 2)];
          const error = await errorOf(() => storage.append(sessionId, batch));
          if (error === undefined) sent.push(...batch);
          else refused = { batch, error };
        }
        expect(codeOf(refused?.error)).toBe('storage_full');
        // A part of the refused batch may be there, but nothing that was acknowledged is missing and nothing is spliced.
        const during = await lines(sessionId, '', storage);
        const whole = [...sent, ...(refused?.batch ?? [])];
        expect(during.length >= sent.length && during.every((text, index) => text === whole[index])).toBe(true);
        const bytes = new Uint8Array(8 * 1024 * 1024).fill(7);
        if (storage.capabilities.blobs) expect(codeOf(await errorOf(() => storage.blobs.put(sessionId, bytes)))).toBe('storage_full');
        await grow();
        await storage.append(sessionId, refused?.batch ?? []);
        const last = line(5000);
        await storage.append(sessionId, [last]);
        const after = await lines(sessionId, '', storage);
        expect(after.length === whole.length + 1 && [...whole, last].every((text, index) => text === after[index])).toBe(true);
        expect((await storage.get(sessionId))?.events).toBe(whole.length + 1);
        if (storage.capabilities.blobs) expect((await storage.blobs.get(sessionId, await storage.blobs.put(sessionId, bytes))).every((byte) => byte === 7)).toBe(true);
      } finally {
        await storage.close();
        await remove?.();
      }
    },
  },
];
