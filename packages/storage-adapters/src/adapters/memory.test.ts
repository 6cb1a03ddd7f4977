import { describe, expect, test } from 'vitest';
import { testStorage } from '../testing.ts';
import { memoryStorage } from './memory.ts';

testStorage('memory', { create: memoryStorage, describe, test, expect });
