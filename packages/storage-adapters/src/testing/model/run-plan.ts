import { createIdSource, decodeRecord, encodeRecord, type Annotation, type JsonObject, type SessionHeader, type SessionStorage } from '@playhead/protocol';
import { plainExpect } from '../expect.ts';
import type { StorageHooks } from '../hooks.ts';
import { randomFrom } from '../random.ts';
import { writerLine, type WriterTask } from '../writer.ts';
import { codeOf, compareWithModel, linesOf, type Bookmark } from './compare.ts';
import { createStorageModel, type StorageModel } from './model.ts';
import { PLANNED_SESSIONS, type StorageStep } from './plan.ts';

const HOUR = 3_600_000_000; // microseconds

/** How {@link runStoragePlan} gets at a storage. */
export interface RunPlanOptions extends Pick<StorageHooks, 'reopen' | 'appendRaw' | 'spawnWriter' | 'maintain'> {
  /** Makes an empty storage. It is closed in the end. */
  readonly create: () => SessionStorage | Promise<SessionStorage>;
}

/** What a plan was in the end. */
export interface PlanSummary {
  /** How many steps were carried out. */
  readonly steps: number;
  /** How many were left out, because their hook is not handed in or the storage cannot do it. */
  readonly leftOut: number;
}

/**
 * Does to a storage and to a simple model of one what a plan says, and compares after every step what readers see: each log from its
 * beginning, from the cursor of a record and from a cursor that was kept, `get`, `list` with its pages, annotations, blobs and derived values.
 *
 * @param options - The storage, and the hooks for steps that only its adapter can do.
 * @param plan - From {@link storagePlan} or {@link randomPlan}, or written by hand.
 * @throws Error At the first difference; its message names the step, what was seen and what should have been.
 *
 * @example
 * ```ts
 * for (let seed = 0; seed < 100; seed += 1) {
 *   await runStoragePlan({ create: myStorage, reopen: myStorageOnTheSameData }, randomPlan(seed, 60));
 * }
 * ```
 */
export async function runStoragePlan(options: RunPlanOptions, plan: readonly StorageStep[]): Promise<PlanSummary> {
  const run = await createRun(options);
  const random = randomFrom(plan.length);
  let leftOut = 0;
  try {
    for (const [index, step] of plan.entries()) {
      try {
        if (!(await doStep(run, step))) leftOut += 1;
        await compareWithModel(run.storage, run.model, run.headers.map(({ sessionId }) => sessionId), run.bookmarks, random);
      } catch (error) {
        throw new Error(`Step ${index} of the plan, ${JSON.stringify(step)}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
      }
    }
  } finally {
    for (const storage of [...run.abandoned, run.storage]) await storage.close();
  }
  return { steps: plan.length - leftOut, leftOut };
}

/** A plan under way. */
interface Run {
  readonly options: RunPlanOptions;
  readonly model: StorageModel;
  readonly headers: readonly SessionHeader[];
  readonly bookmarks: Map<string, Bookmark>;
  readonly abandoned: SessionStorage[];
  storage: SessionStorage;
  /** Makes the next line of a producer. */
  line(producer: string, fields?: { at?: number; skip?: number; type?: string; data?: JsonObject }): string;
  readonly noteIds: readonly string[];
}

async function createRun(options: RunPlanOptions): Promise<Run> {
  const nextId = createIdSource();
  const counts = new Map<string, number>();
  const now = Date.now() * 1000;
  let made = 0;
  return {
    options,
    model: createStorageModel(),
    headers: Array.from({ length: PLANNED_SESSIONS }, (_, index) => ({
      sessionId: nextId(), name: `Session ${index}`, harness: 'plan', harnessSessionId: `h${index % 2}`, agentName: 'agent', workspaceName: 'workspace', prompt: 'as planned',
    })),
    bookmarks: new Map(),
    abandoned: [],
    storage: await options.create(),
    line(p, { at, skip = 0, type = 'moment', data } = {}) {
      const n = (counts.get(p) ?? 0) + skip;
      counts.set(p, n + 1);
      made += 1;
      return encodeRecord({ id: nextId(), p, e: 0, n, at: at ?? now + made, type, via: 'sdk', data: data ?? { title: `ä ${made} ${'x'.repeat((made * 37) % 200)}` } });
    },
    noteIds: Array.from({ length: 4 }, () => nextId()),
  };
}

/** Does a call, and compares its refusal with the model's; then tells the model. */
async function both(run: Run, sessionId: string, call: () => Promise<unknown>, tell: () => void): Promise<void> {
  const refusal = run.model.refusal(sessionId);
  plainExpect(await codeOf(call()), 'refused with').toBe(refusal);
  if (refusal === undefined) tell();
}

/** @returns Whether the step could be done. */
async function doStep(run: Run, step: StorageStep): Promise<boolean> {
  const { model, storage, options } = run;
  const header = run.headers['session' in step ? step.session : 0];
  if (!header) return false;
  const { sessionId } = header;
  const append = (lines: readonly string[], how: 'write' | 'fsync' | 'sync' = 'write'): Promise<void> => both(run, sessionId, async () => {
    if (how === 'sync' && storage.appendSync) storage.appendSync(sessionId, lines);
    else await storage.append(sessionId, lines, { durability: how === 'fsync' ? 'fsync' : 'write' });
  }, () => model.append(sessionId, lines));
  const bytesOf = (value: number): Uint8Array => Uint8Array.from({ length: value * 1000 }, (_, index) => (index * (value + 1)) % 256);
  switch (step.step) {
    case 'create':
      plainExpect(await storage.create(header), 'create').toEqual(model.create(header));
      return true;
    case 'append':
      await append(Array.from({ length: step.count }, () => run.line(`p${step.producer}`)), step.how);
      return true;
    case 'duplicate': {
      const sent = model.sessions.get(sessionId)?.lines.slice(step.position, step.position + step.count) ?? [];
      const [first = run.line('p0')] = sent;
      await append([...sent, run.line('p1'), first, ...sent]);
      return true;
    }
    case 'late':
      await append([run.line(`p${step.producer}`, { at: Date.now() * 1000 - step.hours * HOUR, skip: step.hours })]);
      return true;
    case 'stop':
      await append([run.line('p0', { type: 'session_stop', data: { outcome: 'success', summary: 'as planned' } })]);
      return true;
    case 'annotate': {
      if (!storage.capabilities.annotations) return false;
      const annotation: Annotation = { id: run.noteIds[step.id] ?? '', at: 1, author: 'Ada', type: 'note', data: { text: run.line('note') } };
      await both(run, sessionId, () => storage.annotate(sessionId, annotation), () => model.annotate(sessionId, annotation));
      return true;
    }
    case 'blob': {
      if (!storage.capabilities.blobs) return false;
      let name = '';
      await both(run, sessionId, async () => { name = await storage.blobs.put(sessionId, bytesOf(step.value)); }, () => model.sessions.get(sessionId)?.blobs.set(name, bytesOf(step.value)));
      return true;
    }
    case 'derive':
      if (!storage.capabilities.derived) return false;
      await both(run, sessionId, () => storage.derived.put(sessionId, 'plan', step.version, bytesOf(step.value)), () => model.sessions.get(sessionId)?.derived.set(`plan.${step.version}`, bytesOf(step.value)));
      return true;
    case 'drop': {
      const line = run.line('dropper', { type: 'session_dropped', data: { reason: 'private', harness: header.harness, harnessSessionId: header.harnessSessionId ?? '' } });
      plainExpect(await codeOf(storage.drop(sessionId, line)), 'refused with').toBe(model.sessions.has(sessionId) ? undefined : 'session_not_found');
      model.drop(sessionId, line);
      run.bookmarks.delete(sessionId);
      return true;
    }
    case 'rewrite': {
      const meanwhile = run.line('p2');
      const clean = (line: string): string => line.replace('"title":"ä', '"title":"changed');
      let sent = false;
      await both(run, sessionId, () => storage.rewrite(sessionId, async ({ line }) => {
        if (!sent) await storage.append(sessionId, [meanwhile]);
        sent = true;
        return clean(line);
      }), () => {
        if (sent) model.append(sessionId, [meanwhile]);
        model.rewrite(sessionId, clean);
      });
      run.bookmarks.delete(sessionId);
      return true;
    }
    case 'delete':
      await storage.delete(sessionId);
      model.delete(sessionId);
      return true;
    case 'tear': {
      const log = model.sessions.get(sessionId);
      if (!options.appendRaw || !log || log.dropped) return false;
      const whole = new TextEncoder().encode(run.line('torn'));
      await options.appendRaw(storage, sessionId, whole.slice(0, Math.max(1, Math.floor((whole.length - 1) * step.share))));
      return true;
    }
    case 'maintain':
      if (!options.maintain || !model.sessions.has(sessionId)) return false;
      await options.maintain(storage, sessionId);
      return true;
    case 'kill':
      return killWriter(run, sessionId, step.after);
    case 'reopen': {
      if (!options.reopen) return false;
      const next = await options.reopen(storage);
      if (step.abandon) run.abandoned.push(storage);
      else await storage.close();
      run.storage = next;
      return true;
    }
  }
}

/** What a killed writer was told that it is stored must be there; what else it left is a beginning of what it wrote, and the model learns it. */
async function killWriter({ options, model, storage, ...run }: Run, sessionId: string, after: number): Promise<boolean> {
  const log = model.sessions.get(sessionId);
  if (!options.spawnWriter || !storage.capabilities.multiProcess || !log || log.dropped) return false;
  const task: WriterTask = { sessionId, producer: `killed-${run.noteIds[0]}-${log.lines.length}`, count: 1_000_000, characters: 2000 };
  let acknowledged = 0;
  const writer = options.spawnWriter(storage, task, (n) => {
    acknowledged = n + 1;
    if (n >= after) writer.kill();
  });
  await writer.ended;
  const left = (await linesOf(storage, sessionId, '')).filter((line) => decodeRecord(line)?.p === task.producer);
  plainExpect(left.length >= acknowledged, 'everything acknowledged to the killed writer is there').toBe(true);
  plainExpect(left, 'lines of the killed writer').toEqual(left.map((_, n) => writerLine(task, n)));
  model.append(sessionId, left);
  return true;
}
