import type { Annotation, SessionStorage } from '@playhead/protocol';
import type { CrashTask } from '../crash.ts';
import type { Rule, RuleContext } from '../rule.ts';
import { createWriterCheck } from '../writer-check.ts';
import type { WriterTask } from '../writer.ts';

/** More changes of the medium than any one call makes. */
const MOST_STEPS = 60;

/** ST62, ST63 and ST66: many processes, and processes that are killed. */
export const processFaults: readonly Rule[] = [
  {
    id: 'ST62',
    title: 'eight processes write one session at once, and every byte is there',
    requires: ['multiProcess', 'spawnWriter'],
    async check({ storage, hooks, session, chunks, expect }) {
      const sessionId = await session();
      const tasks = Array.from({ length: 8 }, (_, index): WriterTask => ({ sessionId, producer: `w${index}`, count: 40, characters: index % 2 === 0 ? 300 : 20_000 }));
      const counts = new Map<string, number>();
      const writers = tasks.map((task) => hooks.spawnWriter?.(storage, task, (n) => counts.set(task.producer, n + 1)));
      await Promise.all(writers.map((writer) => writer?.ended));
      expect(tasks.map(({ producer }) => counts.get(producer))).toEqual(tasks.map(({ count }) => count));
      const read = await chunks(sessionId);
      const check = createWriterCheck(tasks);
      for (const { records } of read) check.add(records);
      expect(check.faults((producer) => counts.get(producer) ?? 0)).toEqual([]);
      expect(read.flatMap(({ damage }) => damage)).toEqual([]);
      expect((await storage.get(sessionId))?.events).toBe(320);
    },
  },
  {
    id: 'ST63',
    title: 'a writer that is killed loses nothing that was acknowledged, and nothing of others',
    requires: ['multiProcess', 'spawnWriter'],
    async check({ storage, hooks, session, chunks, expect }) {
      const sessionId = await session();
      const counts = new Map<string, number>();
      const start = (producer: string, count: number, killAfter = Infinity): { task: WriterTask; ended: Promise<void> | undefined } => {
        const task = { sessionId, producer, count, characters: 30_000 };
        const writer = hooks.spawnWriter?.(storage, task, (n) => {
          counts.set(producer, n + 1);
          if (n >= killAfter) writer?.kill();
        });
        return { task, ended: writer?.ended };
      };
      const writers = [start('steady-0', 60), start('steady-1', 60), ...[3, 8, 15].map((killAfter, index) => start(`killed-${index}`, 1_000_000, killAfter))];
      await Promise.all(writers.map(({ ended }) => ended));
      const check = createWriterCheck(writers.map(({ task }) => task));
      for (const { records } of await chunks(sessionId)) check.add(records);
      expect(check.faults((producer) => counts.get(producer) ?? 0)).toEqual([]);
      expect([counts.get('steady-0'), counts.get('steady-1')]).toEqual([60, 60]);
    },
  },
  {
    id: 'ST66',
    title: 'a process killed between any two changes leaves whole sessions that can be used',
    requires: ['reopen', 'crash'],
    async check(context) {
      const { storage, hooks, expect } = context;
      for (const scene of await scenesOf(context)) {
        let outcome: 'killed' | 'done' = 'killed';
        for (let step = 0; outcome === 'killed' && step < MOST_STEPS; step += 1) {
          const { task, look } = await scene();
          outcome = (await hooks.crash?.(storage, task, step)) ?? 'done';
          const other = (await hooks.reopen?.(storage)) ?? storage;
          const { sessions } = await other.list({ limit: 1000 });
          for (const info of sessions) expect(await other.get(info.sessionId), `${task.action}, step ${step}`).toEqual(info);
          await look(other, outcome, `${task.action}, step ${step}`);
          if (other !== storage) await other.close();
        }
        expect(outcome).toBe('done');
      }
    },
  },
];

/** What is done in the process that dies, and how to see that nothing is half done. */
interface Scene {
  readonly task: CrashTask;
  readonly look: (storage: SessionStorage, outcome: 'killed' | 'done', when: string) => Promise<void>;
}

async function scenesOf({ storage, header, session, line, lines, nextId, expect }: RuleContext): Promise<readonly (() => Promise<Scene>)[]> {
  const { annotations, blobs, derived } = storage.capabilities;
  const bytes = Array.from({ length: 5000 }, (_, index) => index % 251);
  const create = async (): Promise<Scene> => {
    const wanted = header({ harnessSessionId: nextId() });
    return { task: { action: 'create', header: wanted }, async look(other, outcome, when) {
      const made = await other.create({ ...wanted, sessionId: nextId() });
      if (outcome === 'done') expect(made, when).toEqual({ sessionId: wanted.sessionId, created: false });
      const { sessions } = await other.list({ harnessSessionId: wanted.harnessSessionId ?? '' });
      expect(sessions.map(({ sessionId, name }) => [sessionId, name]), when).toEqual([[made.sessionId, wanted.name]]);
      await other.append(made.sessionId, [line(0)]);
      expect((await lines(made.sessionId, '', other)).length, when).toBe(1);
    } };
  };
  const append = async (): Promise<Scene> => {
    const sessionId = await session();
    const batch = [line(0), line(1), line(2)];
    return { task: { action: 'append', sessionId, lines: batch }, async look(other, outcome, when) {
      const found = await lines(sessionId, '', other);
      expect(found, when).toEqual(batch.slice(0, outcome === 'done' ? 3 : found.length));
      await other.append(sessionId, batch);
      expect(await lines(sessionId, '', other), when).toEqual(batch);
    } };
  };
  const annotate = async (): Promise<Scene> => {
    const sessionId = await session();
    const annotation: Annotation = { id: nextId(), at: 1, author: 'Ada', type: 'note', data: { text: 'x' } };
    return { task: { action: 'annotate', sessionId, annotation }, async look(other, outcome, when) {
      const found = await other.annotations(sessionId);
      expect(found, when).toEqual(outcome === 'done' || found.length > 0 ? [annotation] : []);
      await other.annotate(sessionId, annotation);
      expect(await other.annotations(sessionId), when).toEqual([annotation]);
    } };
  };
  const blob = async (): Promise<Scene> => {
    const sessionId = await session();
    const name = await storage.blobs.put(await session(), Uint8Array.from(bytes));
    return { task: { action: 'blob', sessionId, bytes }, async look(other, outcome, when) {
      const found = await other.blobs.get(sessionId, name).catch(() => undefined);
      if (found || outcome === 'done') expect([...(found ?? [])], when).toEqual(bytes);
      await other.blobs.put(sessionId, Uint8Array.from(bytes));
      expect([...(await other.blobs.get(sessionId, name))], when).toEqual(bytes);
    } };
  };
  const derive = async (): Promise<Scene> => {
    const sessionId = await session();
    return { task: { action: 'derived', sessionId, bytes }, async look(other, outcome, when) {
      const found = await other.derived.get(sessionId, 'index', 1);
      if (found || outcome === 'done') expect([...(found ?? [])], when).toEqual(bytes);
      await other.derived.put(sessionId, 'index', 1, new Uint8Array([1]));
      expect([...((await other.derived.get(sessionId, 'index', 1)) ?? [])], when).toEqual([1]);
    } };
  };
  const remove = async (): Promise<Scene> => {
    const wanted = header({ harnessSessionId: nextId() });
    const { sessionId } = wanted;
    await storage.create(wanted);
    await storage.append(sessionId, [line(0)]);
    if (blobs) await storage.blobs.put(sessionId, Uint8Array.from(bytes));
    return { task: { action: 'delete', sessionId }, async look(other, outcome, when) {
      const info = await other.get(sessionId);
      if (outcome === 'done') expect(info, when).toBe(undefined);
      await other.delete(sessionId);
      expect(await other.get(sessionId), when).toBe(undefined);
      const again = await other.create(wanted);
      expect([again, await lines(sessionId, '', other)], when).toEqual([{ sessionId, created: true }, []]);
    } };
  };
  return [create, append, ...(annotations ? [annotate] : []), ...(blobs ? [blob] : []), ...(derived ? [derive] : []), remove];
}
