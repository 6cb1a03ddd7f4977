import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionStorage } from '@playhead/protocol';
import { afterAll, describe, expect, test } from 'vitest';
import { testStorage } from '../testing.ts';
import { fsStorage } from './fs.ts';

const root = mkdtempSync(join(tmpdir(), 'playhead-fs-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const dirs = new WeakMap<SessionStorage, string>();
function at(dir: string): SessionStorage {
  const storage = fsStorage({ dir });
  dirs.set(storage, dir);
  return storage;
}

testStorage('fs', {
  create: () => at(mkdtempSync(join(root, 'suite-'))),
  reopen: (storage) => fsStorage({ dir: dirs.get(storage) ?? '' }),
  appendRaw(storage, sessionId, text) {
    const sessions = join(dirs.get(storage) ?? '', 'sessions');
    const name = readdirSync(sessions).find((found) => found.endsWith(`_${sessionId}.jsonl`)) ?? '';
    appendFileSync(join(sessions, name), text);
  },
  describe, test, expect,
});
