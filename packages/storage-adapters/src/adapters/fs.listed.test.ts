import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fsData } from '../fixtures/fs-data.ts';
import { fsStorage } from './fs.ts';

const { freshDir, line, session, tombstone } = fsData();
const PLANTED = 'PLANTED';
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

test('of values that lists read together the last one counts, for every process and however often they are put', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ of: fc.nat(3), by: fc.nat(1), value: fc.uint8Array({ maxLength: 40 }) }), { maxLength: 40 }), async (puts) => {
    const dir = freshDir();
    const storages = [fsStorage({ dir }), fsStorage({ dir })];
    const [one, other] = storages;
    if (!one || !other) return;
    const ids = [await session(one), await session(one), await session(one), await session(one)];
    const last = new Map<string, number[]>();
    for (const { of, by, value } of puts) {
      await storages[by]?.derived.put(ids[of] ?? '', 'metrics', 1, value);
      last.set(ids[of] ?? '', [...value]);
    }
    for (const storage of [...storages, fsStorage({ dir })]) {
      const many = await storage.derived.getMany?.(ids.toReversed(), 'metrics', 1);
      expect([...many ?? []].map(([id, value]) => [id, [...value]]).sort()).toEqual([...last].sort());
      for (const id of ids) expect([...await storage.derived.get(id, 'metrics', 1) ?? [256]]).toEqual(last.get(id) ?? [256]);
      await storage.close();
    }
  }), { numRuns: 15 });
});

test('what is out of date is left out once it is most of the file, and earlier versions go', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  const id = await session(storage);
  await storage.derived.put(id, 'metrics', 1, bytesOf(PLANTED));
  for (let round = 0; round < 1100; round += 1) await storage.derived.put(id, 'metrics', 2, bytesOf(`value ${round}`));
  expect(readdirSync(join(dir, 'derived'))).toEqual(['metrics.2.jsonl']);
  expect(readFileSync(join(dir, 'derived', 'metrics.2.jsonl'), 'utf8').split('value').length).toBeLessThan(1000);
  expect(new TextDecoder().decode(await storage.derived.get(id, 'metrics', 2))).toBe('value 1099');
  await storage.close();
});

test.each([
  ['made private', async (storage: ReturnType<typeof fsStorage>, id: string) => storage.drop(id, tombstone())],
  ['deleted', async (storage: ReturnType<typeof fsStorage>, id: string) => storage.delete(id)],
  ['removed by hand', async (storage: ReturnType<typeof fsStorage>, id: string) => {
    await storage.list();
    rmSync(join(storage.location ?? '', 'sessions', readdirSync(join(storage.location ?? '', 'sessions')).find((name) => name.endsWith(`${id}.jsonl`)) ?? ''));
    await storage.list();
  }],
  ['rewritten', async (storage: ReturnType<typeof fsStorage>, id: string) => storage.rewrite(id, () => undefined)],
])('no byte of the values of a session that is %s stays among those of others', async (_, remove) => {
  const dir = freshDir();
  const [storage, other] = [fsStorage({ dir }), fsStorage({ dir })];
  const [id, kept] = [await session(storage, [line(0, { title: 'a' })]), await session(storage)];
  for (const name of ['metrics', 'review']) {
    await storage.derived.put(id, name, 1, bytesOf(PLANTED));
    await storage.derived.put(kept, name, 1, bytesOf('kept'));
  }
  expect(await other.derived.get(id, 'metrics', 1)).toBeDefined();
  await remove(storage, id);
  for (const name of ['metrics', 'review']) expect(readFileSync(join(dir, 'derived', `${name}.1.jsonl`), 'utf8')).not.toContain(PLANTED);
  for (const each of [storage, other]) {
    expect((await each.derived.getMany?.([id, kept], 'review', 1))?.size).toBe(1);
    expect(await each.derived.get(id, 'metrics', 1)).toBeUndefined();
    await each.close();
  }
});

test('figures of a session that is removed while they are put do not stay', async () => {
  const dir = freshDir();
  const storage = fsStorage({ dir });
  for (let round = 0; round < 20; round += 1) {
    const id = await session(storage, [line(0, { title: 'a' })]);
    const puts = Array.from({ length: 5 }, () => storage.derived.put(id, 'metrics', 1, bytesOf(PLANTED)).catch(() => undefined));
    await Promise.all([...puts, round % 2 === 0 ? storage.delete(id) : storage.drop(id, tombstone())]);
  }
  expect(readFileSync(join(dir, 'derived', 'metrics.1.jsonl'), 'utf8')).not.toContain(PLANTED);
  await storage.close();
});
