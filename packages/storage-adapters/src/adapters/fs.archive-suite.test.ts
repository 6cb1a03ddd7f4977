import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isPlayheadError, type SessionStorage } from '@playhead/protocol';
import { afterAll, describe, expect, test } from 'vitest';
import { testStorage } from '../testing.ts';
import { compressSession, fsStorage } from './fs.ts';

const root = mkdtempSync(join(tmpdir(), 'playhead-archive-suite-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const dirs = new WeakMap<SessionStorage, string>();

/** A storage that compresses a session whenever something was appended to it: every rule must hold all the same. */
function at(dir: string): SessionStorage {
  const storage = fsStorage({ dir });
  let rewriting = 0; // a session that is rewritten is not compressed meanwhile: one of the two is told to come again
  const compressing: SessionStorage = {
    ...storage,
    async append(sessionId, lines, options) {
      await storage.append(sessionId, lines, options);
      if (rewriting === 0) await compressSession(sessionId, { dir, quietForMs: 0 }).catch((error: unknown) => {
        // Of several at once one compresses; what was dropped or deleted meanwhile has nothing left to compress.
        if (!isPlayheadError(error, 'storage_unavailable') && !isPlayheadError(error, 'session_not_found')) throw error;
      });
    },
    async rewrite(...rewrite) {
      rewriting += 1;
      await storage.rewrite(...rewrite).finally(() => (rewriting -= 1));
    },
  };
  dirs.set(compressing, dir);
  return compressing;
}

testStorage('fs, compressed after every append,', {
  create: () => at(mkdtempSync(join(root, 'suite-'))),
  reopen: (storage) => at(dirs.get(storage) ?? ''),
  appendRaw(storage, sessionId, text) {
    const sessions = join(dirs.get(storage) ?? '', 'sessions');
    const name = readdirSync(sessions).find((found) => found.endsWith(`_${sessionId}.jsonl`)) ?? '';
    appendFileSync(join(sessions, name), text);
  },
  describe, test, expect,
});
