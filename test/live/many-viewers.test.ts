import { test } from 'vitest';
import { manyViewers } from './many-viewers.ts';

test('a hundred viewers of ten sessions see every event while others sleep or pass by, and leave nothing behind', () => manyViewers({ sessions: 10, viewers: 100, seconds: 4 }), 60_000);
