import { createIdSource, encodeRecord, isPlayheadError, type Chunk, type SessionStorage } from '@playhead/protocol';
import type { StorageHooks } from './hooks.ts';
import type { Expect, RuleContext } from './rule.ts';

/** What a context is made of. */
export interface ContextParts {
  readonly storage: SessionStorage;
  readonly expect: Expect;
  readonly hooks: StorageHooks;
}

/** How long a rule waits for records, in milliseconds: a storage that loses some fails, and does not hang. */
const PATIENCE_MS = 30_000;

/**
 * The words in which rules are written.
 *
 * @param end - Aborts when the rule is over.
 */
export function createContext(parts: ContextParts, end: AbortSignal): RuleContext {
  const { storage, expect, hooks } = parts;
  const { reopen, appendRaw } = hooks;
  const nextId = createIdSource();
  const chunks: RuleContext['chunks'] = async (sessionId, from, of = storage) => {
    const all: Chunk[] = [];
    for await (const chunk of of.read(sessionId, from === undefined ? {} : { from })) all.push(chunk);
    return all;
  };
  const records: RuleContext['records'] = async (...read) => (await chunks(...read)).flatMap((chunk) => chunk.records);
  const deadline: RuleContext['deadline'] = () => {
    const stop = new AbortController();
    const limit = setTimeout(() => stop.abort('too late'), PATIENCE_MS);
    end.addEventListener('abort', () => clearTimeout(limit));
    return stop;
  };
  const header: RuleContext['header'] = (fields = {}) => ({
    sessionId: nextId(), name: 'A session', harness: 'test', agentName: 'agent', workspaceName: 'workspace', ...fields,
  });
  return {
    ...parts,
    reopen: reopen && (async () => reopen(storage)),
    appendRaw: appendRaw && (async (sessionId, text) => appendRaw(storage, sessionId, text)),
    nextId,
    deadline,
    header,
    chunks,
    records,
    async session(fields) {
      const wanted = header(fields);
      await storage.create(wanted);
      return wanted.sessionId;
    },
    line(n, { data, ...fields } = {}) {
      // A storage that checks events takes it too: a moment has a title.
      const whole = fields.type === undefined ? { title: `line ${n}`, ...data } : (data ?? { title: `line ${n}` });
      return encodeRecord({ id: nextId(), p: 'test', e: 0, n, at: 1_763_693_890_123_456 + n, type: 'moment', via: 'sdk', ...fields, data: whole });
    },
    lines: async (...read) => (await records(...read)).map(({ line }) => line),
    async follow(sessionId, count, { from, storage: of = storage, onFirst } = {}) {
      const stop = deadline();
      const seen: string[] = [];
      let first = true;
      for await (const chunk of of.subscribe(sessionId, { signal: stop.signal, ...(from !== undefined && { from }) })) {
        seen.push(...chunk.records.map(({ line }) => line));
        if (first) await onFirst?.();
        first = false;
        if (seen.length >= count) stop.abort();
      }
      return seen;
    },
    async refused(call, ...codes) {
      let outcome: unknown = 'resolved';
      let promise: Promise<unknown> = Promise.resolve();
      try {
        promise = call();
      } catch {
        outcome = 'thrown at once';
      }
      try {
        await promise;
      } catch (error) {
        outcome = isPlayheadError(error) ? error.code : error;
      }
      const expected = codes.find((code) => code === outcome) ?? codes[0];
      expect(outcome).toBe(expected);
    },
  };
}
