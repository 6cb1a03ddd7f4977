import { decodeRecord, producerKey, type SessionStorage } from '@playhead/protocol';
import { describe, expect, test } from 'vitest';
import { memoryStorage } from '../adapters/memory.ts';
import { checkStorage, failedRules, type CheckStorageOptions } from '../testing.ts';

/** The rules that a storage breaks. */
async function broken(create: () => SessionStorage, hooks: Partial<CheckStorageOptions> = {}): Promise<readonly string[]> {
  return failedRules(await checkStorage('broken', { ...hooks, create }));
}

/** The rules in which a record is sent again. */
const REPEATED: readonly string[] = ['ST6', 'ST13', 'ST19', 'ST24', 'ST64', 'ST68', 'ST69', 'ST72'];

/** The rules in which a reader goes on. */
const CONTINUED: readonly string[] = ['ST19', 'ST20', 'ST27', 'ST54', 'ST68', 'ST72'];

describe('the suite bites', () => {
  test('it passes what keeps every rule', async () => {
    expect(await broken(memoryStorage)).toEqual([]);
  });

  test('it finds a storage that shows a repeated record twice', async () => {
    const create = (): SessionStorage => {
      const inner = memoryStorage();
      const sent = new Set<string>();
      let epoch = 1000;
      /** A repeated line passes for one of another epoch. */
      const renumbered = (line: string): string => {
        const record = decodeRecord(line);
        const identity = record && producerKey(record);
        if (identity === undefined || !sent.has(identity)) return sent.add(identity ?? ''), line;
        return line.replace(/"e":\d+/, `"e":${epoch++}`);
      };
      return { ...inner, append: (id, lines, options) => inner.append(id, lines.some((line) => line.includes('\n') || !decodeRecord(line)) ? lines : lines.map(renumbered), options) };
    };
    expect(await broken(create)).toEqual(REPEATED);
  });

  test('it finds a storage that ignores cursors', async () => {
    const create = (): SessionStorage => {
      const inner = memoryStorage();
      return { ...inner, read: (id, { signal } = {}) => inner.read(id, signal ? { signal } : {}) };
    };
    expect(await broken(create)).toEqual(CONTINUED);
  });

  test('it finds a storage that deletes by the beginning of an id', async () => {
    const create = (): SessionStorage => {
      const inner = memoryStorage();
      const remove = async (id: string): Promise<void> => {
        const { sessions } = await inner.list();
        for (const { sessionId } of sessions) if (sessionId.startsWith(id.slice(0, 8)) && id !== '') await inner.delete(sessionId);
      };
      return { ...inner, delete: remove };
    };
    expect(await broken(create)).toEqual(['ST31', 'ST50']);
  });

  test('it finds a storage whose dropped sessions can be written on', async () => {
    const create = (): SessionStorage => {
      const inner = memoryStorage();
      const drop = async (id: string, line: string): Promise<void> => {
        const info = await inner.get(id);
        await inner.drop(id, line);
        await inner.delete(id);
        if (info) await inner.create(info);
        await inner.append(id, [line]);
      };
      return { ...inner, drop };
    };
    expect(await broken(create)).toEqual(['ST54']);
  });

  test('it finds a storage that loses what is appended during a rewrite', async () => {
    const create = (): SessionStorage => {
      const inner = memoryStorage();
      let busy = false;
      const rewrite: SessionStorage['rewrite'] = async (...args) => {
        busy = true;
        await inner.rewrite(...args).finally(() => { busy = false; });
      };
      return { ...inner, rewrite, append: async (...args) => { if (!busy) await inner.append(...args); } };
    };
    expect(await broken(create)).toEqual(['ST55']);
  });

  test('it finds a storage that makes sessions by appending', async () => {
    const create = (): SessionStorage => {
      const inner = memoryStorage();
      return {
        ...inner,
        append: (sessionId, lines, options) => inner.append(sessionId, lines, options).catch(async () => {
          await inner.create({ sessionId, name: 'x', harness: 'x', agentName: 'x', workspaceName: 'x' });
          await inner.append(sessionId, lines, options);
        }),
      };
    };
    expect(await broken(create)).toEqual(['ST5']);
  });
});
