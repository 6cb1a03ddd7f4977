import { emptySessionInfo, foldSessionInfo, type SessionInfo } from '@playhead/protocol';
import type { Rule } from './rule.ts';

const MALFORMED = ['', '../x', '../../etc/passwd', 'a/b', 'a\u0000b', 'x'.repeat(10_000)];

/** ST1 to ST6: sessions come to be. */
export const createRules: readonly Rule[] = [
  {
    id: 'ST1',
    title: 'create makes a session with its header and an empty log',
    async check({ storage, header, chunks, expect }) {
      const wanted = header({ name: 'Fix the login', prompt: 'please', task: { id: 'T-1', title: 'Login' } });
      expect(await storage.create(wanted)).toEqual({ sessionId: wanted.sessionId, created: true });
      const { bytes = 0, ...info } = (await storage.get(wanted.sessionId)) ?? {};
      expect(bytes).toBe(0);
      expect({ ...info, startedAt: 0, updatedAt: 0 }).toEqual({ ...emptySessionInfo(wanted.sessionId), ...wanted });
      expect((await storage.list()).sessions.map(({ sessionId }) => sessionId)).toEqual([wanted.sessionId]);
      const read = await chunks(wanted.sessionId);
      expect(read.flatMap(({ records }) => records)).toEqual([]);
    },
  },
  {
    id: 'ST2',
    title: 'create can be repeated and then changes nothing',
    async check({ storage, header, line, lines, expect }) {
      const wanted = header({ harnessSessionId: 'h1' });
      const [first, ...others] = await Promise.all([storage.create(wanted), storage.create(wanted), storage.create(wanted)]);
      await storage.append(wanted.sessionId, [line(0)]);
      const before = await storage.get(wanted.sessionId);
      expect([first, ...others].filter(({ created }) => created).length).toBe(1);
      expect(await storage.create({ ...wanted, name: 'Another' })).toEqual({ sessionId: wanted.sessionId, created: false });
      expect(await storage.get(wanted.sessionId)).toEqual(before);
      expect((await lines(wanted.sessionId)).length).toBe(1);
    },
  },
  {
    id: 'ST3',
    title: 'of several creators of one harness session one wins and all get its id',
    async check({ storage, header, expect }) {
      const same = { harness: 'test', harnessSessionId: 'h1' };
      const made = await Promise.all(Array.from({ length: 8 }, () => storage.create(header(same))));
      made.push(await storage.create(header({ ...same, generation: 0 })));
      expect(made.filter(({ created }) => created).length).toBe(1);
      expect(new Set(made.map(({ sessionId }) => sessionId)).size).toBe(1);
      const others = [{ ...same, generation: 1 }, { ...same, harness: 'other' }, {}, {}];
      for (const fields of others) expect((await storage.create(header(fields))).created).toBe(true);
      expect((await storage.list()).sessions.length).toBe(1 + others.length);
    },
  },
  {
    id: 'ST4',
    title: 'create refuses ids that are no uuid',
    async check({ storage, header, refused, expect }) {
      for (const sessionId of MALFORMED) await refused(() => storage.create(header({ sessionId })), 'invalid_session');
      await refused(() => storage.create(header({ sessionId: header().sessionId.toUpperCase() })), 'invalid_session');
      expect((await storage.list()).sessions).toEqual([]);
    },
  },
  {
    id: 'ST5',
    title: 'an unknown session is not found and comes to be by nothing but create',
    async check({ storage, line, nextId, refused, expect }) {
      const signal = new AbortController().signal;
      for (const id of [nextId(), ...MALFORMED]) {
        const missing = (call: () => Promise<unknown>): Promise<void> => refused(call, 'session_not_found', ...(MALFORMED.includes(id) ? ['invalid_session' as const] : []));
        expect(await storage.get(id)).toBe(undefined);
        await missing(() => storage.append(id, [line(0)]));
        if (storage.appendSync) await missing(async () => storage.appendSync?.(id, [line(0)]));
        await missing(() => storage.read(id)[Symbol.asyncIterator]().next());
        if (storage.capabilities.live) await missing(() => storage.subscribe(id, { signal })[Symbol.asyncIterator]().next());
        if (storage.capabilities.annotations) {
          await missing(() => storage.annotate(id, { id: nextId(), at: 1, author: 'a', type: 'note', data: {} }));
          await missing(() => storage.annotations(id));
        }
        if (storage.capabilities.blobs) {
          await missing(() => storage.blobs.put(id, new Uint8Array([1])));
          await refused(() => storage.blobs.get(id, `sha256-${'0'.repeat(64)}`), 'blob_not_found');
        }
        if (storage.capabilities.derived) {
          await missing(() => storage.derived.put(id, 'index', 1, new Uint8Array([1])));
          expect(await storage.derived.get(id, 'index', 1)).toBe(undefined);
        }
        await storage.delete(id);
      }
      expect((await storage.list()).sessions).toEqual([]);
    },
  },
  {
    id: 'ST6',
    title: 'get is the header and what the records of the log add up to',
    async check({ storage, header, line, records, expect }) {
      const wanted = header({ project: 'p', unknown: { kept: true } });
      await storage.create(wanted);
      /** Without what no record says. */
      const get = async (): Promise<Partial<SessionInfo>> => {
        const { bytes: _, ...info } = (await storage.get(wanted.sessionId)) ?? {};
        return info;
      };
      const fold = async (): Promise<SessionInfo> =>
        (await records(wanted.sessionId)).reduce((info, { record }) => foldSessionInfo(info, record), { ...emptySessionInfo(wanted.sessionId), ...wanted });
      await storage.append(wanted.sessionId, [line(1), line(0, { type: 'session_start', data: { ...wanted, name: 'Started' } as never })]); // a header is JSON
      expect(await get()).toEqual(await fold());
      await storage.append(wanted.sessionId, [line(2, { type: 'session_stop', data: { outcome: 'success', summary: 'done', confidence: 0.9 } })]);
      await storage.append(wanted.sessionId, [line(3, { type: 'session_status', data: { status: 'completed' } }), line(2)]);
      expect(await get()).toEqual(await fold());
      expect((await get()).events).toBe(4);
      expect((await get()).status).toBe('completed');
    },
  },
];
