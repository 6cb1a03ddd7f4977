import type { SessionStorage } from '@playhead/protocol';
import { appendRules } from './append.ts';
import { besideRules } from './beside.ts';
import { createContext } from './context.ts';
import { createRules } from './create.ts';
import { dropRules } from './drop.ts';
import { endRules } from './end.ts';
import { listRules } from './list.ts';
import { readRules } from './read.ts';
import type { Expect, Rule } from './rule.ts';
import { subscribeRules } from './subscribe.ts';

/** How {@link testStorage} gets at a storage, and at a test runner. */
export interface TestStorageOptions {
  /** Makes an empty storage; called for every rule. The suite closes it. */
  readonly create: () => SessionStorage | Promise<SessionStorage>;
  /** Makes another storage object on the data of one that `create` made. Leave it out where data cannot be shared. */
  readonly reopen?: (storage: SessionStorage) => SessionStorage | Promise<SessionStorage>;
  /**
   * Puts text, such as half a line, at the end of a log as a crash would. Leave it out where no crash can leave such a
   * thing; the rules about damage are then skipped.
   */
  readonly appendRaw?: (storage: SessionStorage, sessionId: string, text: string) => void | Promise<void>;
  /** The runner's `describe`. */
  readonly describe: (name: string, define: () => void) => void;
  /** The runner's `test`. Where it hands a `skip` to the test, rules a storage has no room for are marked skipped. */
  readonly test: (name: string, run: (runner?: { readonly skip?: (note?: string) => unknown }) => Promise<void>) => void;
  /** The runner's `expect`. */
  readonly expect: Expect;
}

const RULES: readonly Rule[] = [...createRules, ...appendRules, ...readRules, ...subscribeRules, ...listRules, ...besideRules, ...endRules, ...dropRules];

/**
 * Tests a storage adapter, ours or not, against the rules ST1 to ST52, ST54 and ST55 of PROTOCOL.md, by their numbers.
 * ST53, failures of the medium, is the adapter's own to test: each medium fails in its own way.
 *
 * @param name - What is tested, for the report.
 *
 * @example
 * ```ts
 * import { describe, expect, test } from 'vitest';
 *
 * testStorage('memory', { create: memoryStorage, describe, test, expect });
 * ```
 */
export function testStorage(name: string, options: TestStorageOptions): void {
  const { create, reopen, appendRaw, describe, test, expect } = options;
  describe(`${name} storage`, () => {
    for (const { id, title, needs, check } of RULES) {
      test(`${id} ${title}`, async (runner) => {
        const storage = await create();
        const context = createContext({
          storage,
          expect,
          reopen: reopen && (async () => reopen(storage)),
          appendRaw: appendRaw && (async (sessionId, text) => appendRaw(storage, sessionId, text)),
        });
        try {
          if (needs && !needs(storage.capabilities, context)) runner?.skip?.(`${name} has no room for ${id}`);
          else await check(context);
        } finally {
          await storage.close();
        }
      });
    }
  });
}
