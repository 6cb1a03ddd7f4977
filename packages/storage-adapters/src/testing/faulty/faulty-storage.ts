import type { SessionStorage } from '@playhead/protocol';
import type { FaultControl, FaultPlan, FaultyCall } from './plan.ts';
import { runAsync, runChunks, runSync } from './run.ts';
import { createStrikes } from './strikes.ts';

/** A storage that fails as its plan says. */
export interface FaultyStorage extends SessionStorage {
  /** What was struck, and how to let go of what hangs. */
  readonly faults: FaultControl;
}

/**
 * Wraps a storage so that some of its calls fail, hang, are slow, are done in part, twice, or without an answer.
 * The same plan and the same calls always give the same failures. What no fault strikes goes to `inner` as it is.
 *
 * @param inner - Any storage, ours or not. Closing the wrapper closes it.
 * @param plan - Which calls are struck, and how.
 *
 * @example
 * ```ts
 * const storage = faultyStorage(memoryStorage(), {
 *   faults: [
 *     { on: 'append', does: 'lose-answer', error: 'EIO', times: 2 }, // stored, and the caller does not know
 *     { on: ['append', 'appendSync'], does: 'fail', error: 'ENOSPC', after: 5, times: 10 }, // calls 6 to 15
 *     { on: 'blobs.put', does: 'hang' }, // until storage.faults.release()
 *   ],
 * });
 * const { sessionId } = await storage.create(header);
 * await storage.append(sessionId, [line]).catch(() => storage.append(sessionId, [line]));
 * storage.faults.struck; // [{ call: 'append', sessionId, does: 'lose-answer' }, …]
 * storage.faults.heal();
 * ```
 */
export function faultyStorage(inner: SessionStorage, plan: FaultPlan): FaultyStorage {
  const strikes = createStrikes(plan);
  const call = <Result>(name: FaultyCall, sessionId: string | undefined, apply: () => Promise<Result>, applyPart?: (share: number) => Promise<Result>): Promise<Result> =>
    runAsync(strikes, { call: name, apply, ...(sessionId !== undefined && { sessionId }), ...(applyPart && { applyPart }) });
  /** The lines of a batch that a torn append stores, and what it leaves of the next one. */
  const torn = (lines: readonly string[], share: number): { whole: readonly string[]; rest: string } => {
    const count = Math.min(lines.length, Math.floor(lines.length * share));
    const next = lines[count] ?? '';
    return { whole: lines.slice(0, count), rest: next.slice(0, Math.ceil(next.length / 2)) };
  };
  const own: Partial<FaultyStorage> = {
    name: inner.name,
    capabilities: inner.capabilities,
    faults: strikes.control,
    create: (header, options) => call('create', header.sessionId, () => inner.create(header, options)),
    append: (sessionId, lines, options) => call('append', sessionId, () => inner.append(sessionId, lines, options), async (share) => {
      const { whole, rest } = torn(lines, share);
      await inner.append(sessionId, whole, options);
      await plan.appendRaw?.(sessionId, rest);
    }),
    ...(inner.appendSync && {
      appendSync: (sessionId, lines, options) => runSync(strikes, {
        call: 'appendSync', sessionId, apply: () => inner.appendSync?.(sessionId, lines, options),
        applyPart(share) {
          const { whole, rest } = torn(lines, share);
          inner.appendSync?.(sessionId, whole, options);
          void plan.appendRaw?.(sessionId, rest);
        },
      }),
    }),
    read: (sessionId, options) => runChunks(strikes, { call: 'read', sessionId, apply: () => inner.read(sessionId, options) }),
    subscribe: (sessionId, options) => runChunks(strikes, { call: 'subscribe', sessionId, apply: () => inner.subscribe(sessionId, options) }),
    list: (query) => call('list', undefined, () => inner.list(query)),
    get: (sessionId) => call('get', sessionId, () => inner.get(sessionId)),
    annotate: (sessionId, annotation) => call('annotate', sessionId, () => inner.annotate(sessionId, annotation)),
    annotations: (sessionId) => call('annotations', sessionId, () => inner.annotations(sessionId)),
    delete: (sessionId, why) => call('delete', sessionId, () => inner.delete(sessionId, why)),
    ...(inner.survey && { survey: inner.survey.bind(inner) }),
    ...(inner.sizes && { sizes: (how?: Parameters<NonNullable<SessionStorage['sizes']>>[0]) => inner.sizes?.(how) ?? Promise.resolve(new Map<string, number>()) }),
    drop: (sessionId, line) => call('drop', sessionId, () => inner.drop(sessionId, line)),
    rewrite: (sessionId, change, options) => call('rewrite', sessionId, () => inner.rewrite(sessionId, change, options)),
    ...(inner.heartbeat && { heartbeat: (sessionId, producer) => call('heartbeat', sessionId, async () => inner.heartbeat?.(sessionId, producer)) }),
    blobs: forwarding(inner.blobs, {
      put: (sessionId, bytes) => call('blobs.put', sessionId, () => inner.blobs.put(sessionId, bytes)),
      get: (sessionId, blob, range) => call('blobs.get', sessionId, () => inner.blobs.get(sessionId, blob, range)),
    }),
    derived: forwarding(inner.derived, {
      get: (sessionId, name, version) => call('derived.get', sessionId, () => inner.derived.get(sessionId, name, version)),
      put: (sessionId, name, version, bytes) => call('derived.put', sessionId, () => inner.derived.put(sessionId, name, version, bytes),
        (share) => inner.derived.put(sessionId, name, version, bytes.slice(0, Math.floor(bytes.length * share)))),
    }),
    close: () => call('close', undefined, () => inner.close()),
  };
  return forwarding<SessionStorage, FaultyStorage>(inner, own);
}

/** An object with some members of its own, and all others from `inner`, also those that this version does not know. */
function forwarding<Inner extends object, Outer extends Inner>(inner: Inner, own: Partial<Outer>): Outer {
  const proxy = new Proxy(own, {
    has: (target, key) => Reflect.has(target, key) || Reflect.has(inner, key),
    get(target, key) {
      if (Object.hasOwn(target, key)) return Reflect.get(target, key);
      const value: unknown = Reflect.get(inner, key);
      return typeof value === 'function' ? value.bind(inner) : value;
    },
  });
  return proxy as Outer; // what `own` lacks comes from `inner`
}
