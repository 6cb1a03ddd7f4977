import type { SessionStorage } from '@playhead/protocol';
import { describe, expect, test } from 'vitest';
import { testStorage } from '../testing.ts';
import { memoryStorage } from './memory.ts';

const passed = new WeakMap<SessionStorage, { milliseconds: number }>();

testStorage('memory', {
  create() {
    const clock = { milliseconds: 0 };
    const storage = memoryStorage({ now: () => Date.now() + clock.milliseconds });
    passed.set(storage, clock);
    return storage;
  },
  passTime(storage, milliseconds) {
    const clock = passed.get(storage);
    if (clock) clock.milliseconds += milliseconds;
  },
  describe, test, expect,
});
