import type { SessionStorage } from '@playhead/protocol';
import { afterAll, describe, expect, test } from 'vitest';
import { fsUnderTest } from '../fixtures/fs-hooks.ts';
import { testStorage } from '../testing.ts';
import { memoryStorage } from './memory.ts';
import { outboxStorage, type OutboxStorage } from './outbox.ts';

const clocks = new WeakMap<SessionStorage, { milliseconds: number }>();

testStorage('outbox of memory to memory', {
  create() {
    const clock = { milliseconds: 0 };
    const storage = outboxStorage({ local: memoryStorage({ now: () => Date.now() + clock.milliseconds }), remote: memoryStorage(), gatherMs: 0, closeTimeoutMs: 100 });
    clocks.set(storage, clock);
    return storage;
  },
  passTime(storage, milliseconds) {
    const clock = clocks.get(storage);
    if (clock) clock.milliseconds += milliseconds;
  },
  describe, test, expect,
});

const fs = fsUnderTest();
const locals = new WeakMap<SessionStorage, SessionStorage>();
const remotes: SessionStorage[] = [];
const localOf = (storage: SessionStorage): SessionStorage => locals.get(storage) ?? storage;
function outboxOf(local: SessionStorage): OutboxStorage {
  const remote = fs.create();
  remotes.push(remote);
  const storage = outboxStorage({ local, remote, gatherMs: 0, closeTimeoutMs: 100 });
  locals.set(storage, local);
  return storage;
}

const { appendRaw, passTime, maintain, spawnWriter } = fs;
testStorage('outbox of fs to fs', {
  create: () => outboxOf(fs.create()),
  reopen: (storage) => outboxOf(fs.reopen(localOf(storage))),
  ...(appendRaw && { appendRaw: (storage, sessionId, text) => appendRaw(localOf(storage), sessionId, text) }),
  ...(passTime && { passTime: (storage, milliseconds) => passTime(localOf(storage), milliseconds) }),
  ...(maintain && { maintain: (storage, sessionId) => maintain(localOf(storage), sessionId) }),
  ...(spawnWriter && { spawnWriter: (storage, task, acknowledged) => spawnWriter(localOf(storage), task, acknowledged) }),
  describe, test, expect,
});

afterAll(async () => {
  await Promise.all(remotes.map((remote) => remote.close()));
  fs.remove();
});
