import { test } from 'vitest';
import { manyViewers } from './many-viewers.ts';

test('500 viewers and 50 writers for a minute: every event is seen, memory is bounded, nothing is left behind', () => manyViewers({ sessions: 50, viewers: 500, seconds: 60 }));
