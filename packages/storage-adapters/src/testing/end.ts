import { isPlayheadError } from '@playhead/protocol';
import type { Rule } from './rule.ts';

/** ST50 to ST52: delete and close. */
export const endRules: readonly Rule[] = [
  {
    id: 'ST50',
    title: 'delete removes all of a session and nothing else',
    async check({ storage, header, line, lines, nextId, refused, expect }) {
      const { annotations, blobs, derived } = storage.capabilities;
      const gone = header({ harnessSessionId: 'h1' });
      const kept = { ...header({ harnessSessionId: 'h2' }), sessionId: `${gone.sessionId.slice(0, -4)}ffff` };
      const bytes = new Uint8Array([1, 2, 3]);
      let blob = '';
      for (const wanted of [gone, kept]) {
        await storage.create(wanted);
        await storage.append(wanted.sessionId, [line(0)]);
        if (annotations) await storage.annotate(wanted.sessionId, { id: nextId(), at: 1, author: 'a', type: 'note', data: {} });
        if (blobs) blob = await storage.blobs.put(wanted.sessionId, bytes);
        if (derived) await storage.derived.put(wanted.sessionId, 'index', 1, bytes);
      }
      const before = await storage.get(kept.sessionId);
      await storage.delete(gone.sessionId);
      await storage.delete(gone.sessionId);
      expect(await storage.get(gone.sessionId)).toBe(undefined);
      expect((await storage.list()).sessions.map(({ sessionId }) => sessionId)).toEqual([kept.sessionId]);
      await refused(() => lines(gone.sessionId), 'session_not_found');
      expect(await storage.get(kept.sessionId)).toEqual(before);
      expect((await lines(kept.sessionId)).length).toBe(1);
      if (annotations) expect((await storage.annotations(kept.sessionId)).length).toBe(1);
      if (blobs) expect([...(await storage.blobs.get(kept.sessionId, blob))]).toEqual([...bytes]);
      if (derived) expect((await storage.derived.get(kept.sessionId, 'index', 1))?.length).toBe(3);
      expect(await storage.create(gone)).toEqual({ sessionId: gone.sessionId, created: true });
      expect(await lines(gone.sessionId)).toEqual([]);
      if (annotations) expect(await storage.annotations(gone.sessionId)).toEqual([]);
      if (blobs) await refused(() => storage.blobs.get(gone.sessionId, blob), 'blob_not_found');
      if (derived) expect(await storage.derived.get(gone.sessionId, 'index', 1)).toBe(undefined);
      await storage.delete(gone.sessionId);
      const successor = header({ harnessSessionId: 'h1' });
      expect(await storage.create(successor)).toEqual({ sessionId: successor.sessionId, created: true });
    },
  },
  {
    id: 'ST56',
    title: 'sizes names each session and no deleted one',
    async check({ storage, session, line, expect }) {
      if (!storage.sizes) return;
      const [gone, kept] = [await session(), await session()];
      await storage.append(kept, [line(0)]);
      await storage.delete(gone, { action: 'prune', rule: 'age', by: 'somebody' });
      const sizes = [...(await storage.sizes())];
      expect(sizes.map(([sessionId]) => sessionId)).toEqual([kept]);
      expect(sizes.every(([, bytes]) => Number.isSafeInteger(bytes) && bytes >= 0)).toBe(true);
    },
  },
  {
    id: 'ST51',
    title: 'delete ends the subscribers of a session',
    requires: ['live'],
    async check({ deadline, storage, session, line, expect }) {
      const id = await session();
      await storage.append(id, [line(0)]);
      const stop = deadline();
      const following = storage.subscribe(id, { signal: stop.signal })[Symbol.asyncIterator]();
      await following.next();
      const end = following.next().then(({ done }) => done === true, (error: unknown) => isPlayheadError(error, 'session_not_found'));
      await storage.delete(id);
      expect([await end, stop.signal.aborted]).toEqual([true, false]);
    },
  },
  {
    id: 'ST52',
    title: 'close ends the storage object and no other',
    async check({ storage, session, line, lines, header, nextId, reopen, refused, expect }) {
      const id = await session();
      const { live, annotations, blobs, derived } = storage.capabilities;
      const other = await reopen?.();
      const stop = new AbortController();
      const following = live ? storage.subscribe(id, { signal: stop.signal })[Symbol.asyncIterator]() : undefined;
      await following?.next();
      const end = following?.next();
      const pending = storage.append(id, [line(0)], { durability: 'fsync' });
      await storage.close();
      await pending;
      await storage.close();
      while (end && !(await end).done && !(await following?.next())?.done);
      const closed = (call: () => Promise<unknown>): Promise<void> => refused(call, 'storage_closed');
      await closed(() => storage.create(header()));
      await closed(() => storage.append(id, [line(1)]));
      if (storage.appendSync) await closed(async () => storage.appendSync?.(id, [line(1)]));
      await closed(() => lines(id));
      if (live) await closed(() => storage.subscribe(id, { signal: stop.signal })[Symbol.asyncIterator]().next());
      await closed(() => storage.list());
      await closed(() => storage.get(id));
      if (annotations) await closed(() => storage.annotate(id, { id: nextId(), at: 1, author: 'a', type: 'note', data: {} }));
      if (annotations) await closed(() => storage.annotations(id));
      if (blobs) await closed(() => storage.blobs.put(id, new Uint8Array()));
      if (derived) await closed(() => storage.derived.get(id, 'index', 1));
      await closed(() => storage.delete(id));
      if (other) {
        expect((await lines(id, undefined, other)).length).toBe(1);
        await other.append(id, [line(1)]);
        await other.close();
      }
    },
  },
];
