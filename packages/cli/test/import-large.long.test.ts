import { spawn } from 'node:child_process';
import { once } from 'node:events';
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

test.each([200, 2000])('a transcript of %d MB is imported in 300 MB of memory, every line accounted for', (size) => {
  const projects = join(temporary(), 'projects');
  const { lines, bytes } = writeLargeTranscript(projects, size * MB);
  const { code, out, usage } = measured(bin, ['import', 'claude', projects, '--json', '--dir', temporary()]);
  expect(code).toBe(0);
  expect(JSON.parse(out.trimEnd().split('\n').at(-1)!)).toMatchObject({ event: 'done', bytes, lines: { imported: lines, damaged: 0 } });
  expect(usage.memory).toBeLessThan(300 * MB);
}, 3_600_000);

test('an import that was killed goes on where it was, and nothing is there twice', async () => {
  const projects = join(temporary(), 'projects');
  const dir = temporary();
  const { lines } = writeLargeTranscript(projects, 60 * MB);
  const child = spawn(process.execPath, [bin, 'import', 'claude', projects, '--json', '--dir', dir], { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const _said of child.stdout) break; // the first progress
  child.kill('SIGKILL');
  await once(child, 'exit');
  const { code, out } = measured(bin, ['import', 'claude', projects, '--json', '--dir', dir]);
  expect(code).toBe(0);
  const done = JSON.parse(out.trimEnd().split('\n').at(-1)!) as { created: number; lines: { imported: number; duplicate: number } };
  expect(done.lines.imported + done.lines.duplicate).toBe(lines);
  const again = measured(bin, ['import', 'claude', projects, '--again', '--json', '--dir', dir]);
  expect(JSON.parse(again.out.trimEnd().split('\n').at(-1)!)).toMatchObject({ created: 0, records: 0, lines: { imported: 0, duplicate: lines } });
}, 600_000);
