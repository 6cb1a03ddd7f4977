import type { Annotation } from '@playhead/protocol';
import type { Rule } from './rule.ts';

const NO_BYTES = new Uint8Array();
const EMPTY_HASH = 'sha256-e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/** ST40 to ST45: annotations, blobs and derived values. */
export const besideRules: readonly Rule[] = [
  {
    id: 'ST40',
    title: 'annotations are a log of their own',
    requires: ['annotations'],
    async check({ storage, session, line, lines, nextId, expect }) {
      const id = await session();
      await storage.append(id, [line(0)]);
      const note = (text: string): Annotation => ({ id: nextId(), at: 1, author: 'Ada', type: 'note', data: { text } });
      const [a, b, c] = [note('first\nline'), note('second'), note('third')];
      await storage.annotate(id, a);
      await Promise.all([storage.annotate(id, b), storage.annotate(id, c)]);
      await storage.annotate(id, { ...a, data: { text: 'changed' } });
      const stored = await storage.annotations(id);
      expect(stored[0]).toEqual(a);
      expect([...stored].sort((x, y) => (x.id < y.id ? -1 : 1))).toEqual([a, b, c]);
      expect((await lines(id)).length).toBe(1);
      expect((await storage.get(id))?.events).toBe(1);
    },
  },
  {
    id: 'ST41',
    title: 'blobs are content addressed',
    requires: ['blobs'],
    async check({ storage, session, expect }) {
      const id = await session();
      const large = new Uint8Array(10 * 1024 * 1024).fill(7);
      large[5] = 0;
      expect(await storage.blobs.put(id, NO_BYTES)).toBe(EMPTY_HASH);
      expect((await storage.blobs.get(id, EMPTY_HASH)).length).toBe(0);
      const blob = await storage.blobs.put(id, large);
      expect(await storage.blobs.put(id, large.slice())).toBe(blob);
      const read = await storage.blobs.get(id, blob);
      expect(read.length === large.length && read.every((byte, index) => byte === large[index])).toBe(true);
    },
  },
  {
    id: 'ST42',
    title: 'blobs are read in ranges',
    requires: ['blobs'],
    async check({ storage, session, expect }) {
      const id = await session();
      const blob = await storage.blobs.put(id, Uint8Array.from({ length: 10 }, (_, index) => index));
      const range = async (start: number, end: number): Promise<number[]> => [...(await storage.blobs.get(id, blob, { start, end }))];
      expect(await range(2, 5)).toEqual([2, 3, 4]);
      expect(await range(8, 99)).toEqual([8, 9]);
      expect(await range(3, 3)).toEqual([]);
      expect(await range(50, 60)).toEqual([]);
    },
  },
  {
    id: 'ST43',
    title: 'an unknown blob is not found',
    requires: ['blobs'],
    async check({ storage, session, refused }) {
      const [id, other] = [await session(), await session()];
      const blob = await storage.blobs.put(other, new Uint8Array([1, 2, 3]));
      for (const name of [blob, EMPTY_HASH, 'sha256-../x', '', '../../etc/passwd', `sha256-${'../'.repeat(20)}etc/passwd`]) {
        await refused(() => storage.blobs.get(id, name), 'blob_not_found');
      }
    },
  },
  {
    id: 'ST44',
    title: 'derived values are by name and version',
    requires: ['derived'],
    async check({ storage, session, nextId, lines, refused, expect }) {
      const id = await session();
      const get = async (name: string, version: number): Promise<number[] | undefined> => {
        const bytes = await storage.derived.get(id, name, version);
        return bytes && [...bytes];
      };
      await storage.derived.put(id, 'index', 1, new Uint8Array([1]));
      await storage.derived.put(id, 'index', 2, new Uint8Array([2]));
      await storage.derived.put(id, 'index', 1, new Uint8Array([3, 4]));
      expect([await get('index', 1), await get('index', 2), await get('index', 3), await get('hunks', 1)]).toEqual([[3, 4], [2], undefined, undefined]);
      if (storage.derived.getMany) {
        const [other, without] = [await session(), await session()];
        await storage.derived.put(other, 'index', 1, new Uint8Array([5]));
        const many = await storage.derived.getMany([id, without, other, nextId()], 'index', 1);
        expect([...many].map(([of, bytes]) => [of, [...bytes]]).sort()).toEqual([[id, [3, 4]], [other, [5]]].sort());
      }
      await storage.derived.put(id, 'metrics', 1, new TextEncoder().encode('listed'));
      await storage.derived.put(id, 'metrics', 1, new Uint8Array([0, 10, 34, 92, 255]));
      await storage.derived.put(id, 'review', 1, new TextEncoder().encode('plain text'));
      expect([await get('metrics', 1), await get('metrics', 2), new TextDecoder().decode(await storage.derived.get(id, 'review', 1))]).toEqual([[0, 10, 34, 92, 255], undefined, 'plain text']);
      for (const name of ['', '../x', 'a/b', 'Index', 'a'.repeat(65)]) await refused(() => storage.derived.put(id, name, 1, NO_BYTES), 'usage');
      expect(await lines(id)).toEqual([]);
    },
  },
  {
    id: 'ST45',
    title: 'what is missing says so',
    async check({ storage, session, nextId, refused, expect }) {
      const id = await session();
      const { annotations, blobs, derived } = storage.capabilities;
      if (!annotations) {
        await refused(() => storage.annotate(id, { id: nextId(), at: 1, author: 'a', type: 'note', data: {} }), 'usage');
        expect(await storage.annotations(id)).toEqual([]);
      }
      if (!blobs) {
        await refused(() => storage.blobs.put(id, NO_BYTES), 'usage');
        await refused(() => storage.blobs.get(id, EMPTY_HASH), 'blob_not_found');
      }
      if (!derived) {
        await refused(() => storage.derived.put(id, 'index', 1, NO_BYTES), 'usage');
        expect(await storage.derived.get(id, 'index', 1)).toBe(undefined);
      }
    },
  },
];
