import { emptySessionInfo, encodeRecord, foldSessionInfo, isBlobRef, isPlayheadError, type SessionRecord } from '@playhead/protocol';
import type { Rule } from './rule.ts';

const BYTES = new Uint8Array([1, 2, 3]);

/** ST54 and ST55: removing and changing what is stored. */
export const dropRules: readonly Rule[] = [
  {
    id: 'ST54',
    title: 'drop leaves one record of a session, for good',
    async check({ deadline, storage, header, session, line, lines, records, chunks, nextId, refused, reopen, expect }) {
      const { annotations, blobs, derived, live } = storage.capabilities;
      const wanted = header({ harnessSessionId: 'h1', prompt: 'secret', project: 'secret' });
      const id = wanted.sessionId;
      const other = await session();
      const note = { id: nextId(), at: 1, author: 'a', type: 'note', data: {} };
      await storage.create(wanted);
      await storage.append(id, [line(0), line(1), line(2)]);
      await storage.append(other, [line(0)]);
      if (annotations) await storage.annotate(id, note);
      const blob = blobs ? await storage.blobs.put(id, BYTES) : '';
      if (derived) await storage.derived.put(id, 'index', 1, BYTES);
      const before = await records(id);
      const dropped = (n: number): string => line(n, { p: 'dropper', type: 'session_dropped', data: { reason: 'private', harness: 'test', harnessSessionId: 'h1' } });
      const tombstone = dropped(0);
      await refused(() => storage.drop(id, line(9)), 'invalid_event');
      await refused(() => storage.drop(id, `${tombstone}\n`), 'invalid_event');
      await refused(() => storage.drop(nextId(), tombstone), 'session_not_found', 'invalid_session');
      expect((await lines(id)).length).toBe(3);
      const stop = deadline();
      const following = live ? storage.subscribe(id, { signal: stop.signal })[Symbol.asyncIterator]() : undefined;
      await following?.next();
      await storage.drop(id, tombstone);
      await storage.drop(id, dropped(1));
      const again = (await reopen?.()) ?? storage;
      for (const of of new Set([storage, again])) {
        expect(await lines(id, undefined, of)).toEqual([tombstone]);
        for (const { cursor } of before) expect(await lines(id, cursor, of)).toEqual([tombstone]);
        const [after] = await records(id, '', of);
        expect(await lines(id, after?.cursor, of)).toEqual([]);
        expect(before.every(({ cursor }) => cursor < (after?.cursor ?? ''))).toBe(true);
        const record: SessionRecord | undefined = after?.record;
        const info = record && foldSessionInfo(emptySessionInfo(id), record);
        const { bytes, ...got } = (await of.get(id)) ?? {};
        expect(got).toEqual(info);
        if (bytes !== undefined) expect(bytes).toBe(tombstone.length + 1);
        expect(await of.get(id).then((found) => [found?.status, found?.events, found?.prompt, found?.dropped])).toEqual(['completed', 1, undefined, { reason: 'private' }]);
        expect((await of.list({ harnessSessionId: 'h1' })).sessions).toEqual([await of.get(id)]);
        if (annotations) expect(await of.annotations(id)).toEqual([]);
        if (blobs) await refused(() => of.blobs.get(id, blob), 'blob_not_found');
        if (derived) expect(await of.derived.get(id, 'index', 1)).toBe(undefined);
        const gone = (call: () => Promise<unknown>): Promise<void> => refused(call, 'session_dropped');
        await gone(() => of.append(id, [line(3)]));
        if (of.appendSync) await gone(async () => of.appendSync?.(id, [line(3)]));
        await gone(() => of.rewrite(id, () => undefined));
        if (annotations) await gone(() => of.annotate(id, note));
        if (blobs) await gone(() => of.blobs.put(id, BYTES));
        if (derived) await gone(() => of.derived.put(id, 'index', 1, BYTES));
        expect(await of.create(wanted)).toEqual({ sessionId: id, created: false });
        expect(await of.create(header({ harnessSessionId: 'h1' }))).toEqual({ sessionId: id, created: false });
        expect((await chunks(id, undefined, of)).at(-1)?.upToDate).toBe(true);
      }
      const seen: string[] = [];
      for (let step = await following?.next(); step && !step.done; step = await following?.next()) seen.push(...step.value.records.map((stored) => stored.line));
      expect([stop.signal.aborted, seen.filter((text) => text !== tombstone)]).toEqual([false, []]);
      expect((await lines(other)).length).toBe(1);
      await storage.delete(id);
      expect(await storage.get(id)).toBe(undefined);
      expect((await storage.create(header({ harnessSessionId: 'h1' }))).created).toBe(true);
      if (again !== storage) await again.close();
    },
  },
  {
    id: 'ST55',
    title: 'rewrite changes lines and loses none',
    async check({ storage, header, line, lines, records, nextId, refused, expect }) {
      const { annotations, blobs, derived, live } = storage.capabilities;
      const wanted = header({ prompt: 'my secret' });
      const id = wanted.sessionId;
      await storage.create(wanted);
      const kept = blobs ? await storage.blobs.put(id, new Uint8Array([7])) : undefined;
      const named = blobs ? await storage.blobs.put(id, BYTES) : undefined;
      const late = blobs ? await storage.blobs.put(id, new Uint8Array([9])) : undefined;
      const reference = (blob: string | undefined): SessionRecord['data'] => ({ title: 'a secret', text: { $blob: blob ?? '', size: 3, encoding: 'text' } });
      const sent = [line(0), line(1, { data: reference(named) }), line(2, { data: reference(kept) }), line(3, { data: { title: 'another secret' } })];
      await storage.append(id, sent);
      const before = await storage.get(id);
      if (derived) await storage.derived.put(id, 'index', 1, BYTES);
      const note = { id: nextId(), at: 1, author: 'a', type: 'note', data: { text: 'a secret' } };
      if (annotations) await storage.annotate(id, note);
      const clean = (text: string): string => text.replaceAll('secret', 'x');
      const changed = (record: SessionRecord): string => {
        const { text } = record.data;
        return clean(encodeRecord({ ...record, data: isBlobRef(text) && text.$blob === named ? { title: 'no blob' } : record.data }));
      };
      await refused(() => storage.rewrite(id, ({ record }) => (record.n === 2 ? encodeRecord({ ...record, n: 77 }) : changed(record))), 'invalid_event');
      await refused(() => storage.rewrite(id, ({ record }) => (record.n === 2 ? 'no record' : changed(record))), 'invalid_event');
      await refused(() => storage.rewrite(id, ({ record, line: text }) => (record.n === 2 ? `${text}\n` : undefined)), 'invalid_event');
      await storage.rewrite(id, () => { throw new Error('stop'); }).then(() => expect('resolved').toBe('rejected'), (error: unknown) => expect(isPlayheadError(error) || error instanceof Error).toBe(true));
      await refused(() => storage.rewrite(nextId(), () => undefined), 'session_not_found', 'invalid_session');
      expect(await lines(id)).toEqual(sent);
      expect(await storage.get(id)).toEqual(before);
      const following = live ? storage.subscribe(id, { signal: new AbortController().signal })[Symbol.asyncIterator]() : undefined;
      const seen: string[] = [];
      const follow = async (): Promise<void> => { for (const stored of (await following?.next())?.value?.records ?? []) seen.push(`${stored.record.p} ${stored.record.n}`); };
      await follow();
      const more = line(4, { data: { title: 'a late secret' } });
      let appended = false;
      await storage.rewrite(id, async ({ record }) => {
        if (!appended) {
          appended = true;
          await storage.append(id, [more]);
        }
        return record.n === 0 ? undefined : changed(record);
      }, { header: (own) => ({ ...own, prompt: 'x' }), annotation: (own) => ({ ...own, data: { text: 'x' } }) });
      const after = await records(id);
      expect(after.map(({ record }) => record.n)).toEqual([0, 1, 2, 3, 4]);
      expect(after.map((stored) => stored.line.includes('secret'))).toEqual([false, false, false, false, false]);
      expect(after[0]?.line).toBe(sent[0]);
      expect((await storage.get(id))?.prompt).toBe('x');
      expect((await storage.get(id))?.events).toBe(5);
      if (annotations) expect(await storage.annotations(id)).toEqual([{ ...note, data: { text: 'x' } }]);
      if (derived) expect(await storage.derived.get(id, 'index', 1)).toBe(undefined);
      if (blobs) {
        await refused(() => storage.blobs.get(id, named ?? ''), 'blob_not_found');
        expect([...(await storage.blobs.get(id, kept ?? ''))]).toEqual([7]);
        expect([...(await storage.blobs.get(id, late ?? ''))]).toEqual([9]);
      }
      await storage.append(id, [line(5)]);
      if (following) {
        while (seen.length < 6) await follow();
        expect(seen).toEqual([0, 1, 2, 3, 4, 5].map((n) => `test ${n}`));
        await following.return?.();
      }
    },
  },
];
