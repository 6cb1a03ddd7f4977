import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measured } from './large-session.ts';
import { writeLargeTranscript } from './large-transcript.ts';
import { buildBin, temporary } from './support.ts';

const MB = 1_000_000;

let bin = '';
beforeAll(async () => { bin = await buildBin(); });
afterAll(() => rmSync(bin, { force: true }));

test('a long transcript with one huge line is imported in little memory, with progress, and every line is accounted for', () => {
  const projects = join(temporary(), 'projects');
  const { lines, bytes } = writeLargeTranscript(projects, 30 * MB);
  const { code, out, usage } = measured(bin, ['import', 'claude', projects, '--json', '--dir', temporary()]);
  const events = out.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>); // our own command's answer
  expect(code).toBe(0);
  expect(events.at(-1)).toMatchObject({ event: 'done', bytes, lines: { imported: lines, duplicate: 0, bookkeeping: 0, damaged: 0 } });
  expect(events.filter(({ event }) => event === 'progress').length).toBeGreaterThan(2);
  expect(usage.memory).toBeLessThan(300 * MB);
}, 120_000);
