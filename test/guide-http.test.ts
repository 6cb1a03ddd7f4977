import { spawnSync } from 'node:child_process';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { createHandler } from '@playhead/server';
import { listen, type Listening } from '@playhead/server/node';
import { fsStorage } from '@playhead/storage-adapters/fs';

const page = readFileSync(new URL('../docs/guides/http.md', import.meta.url), 'utf8');
const blocks = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
const canRun = process.platform === 'linux' && spawnSync('curl', ['--version']).status === 0;

const dir = mkdtempSync(join(tmpdir(), 'playhead-guide-'));
let server: Listening | undefined;
afterEach(async () => {
  await server?.close();
  rmSync(dir, { recursive: true, force: true });
});

test.skipIf(!canRun)('what docs/guides/http.md does with curl records, follows and goes on, on a real server', async () => {
  const storage = fsStorage({ dir: join(dir, 'data') });
  server = await listen(createHandler({ storage }), { port: 0 });
  const script = blocks.join('\n').replaceAll('http://127.0.0.1:7433', server.url);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: dir, timeout: 60_000 });
  expect(blocks.length).toBeGreaterThan(8);
  expect(stdout).toContain('{"accepted":3,"duplicates":0,"conflicts":0}{"accepted":3,"duplicates":3,"conflicts":0}');
  expect(stdout).toContain('data: {"$r":1'); // what came after the cut
  const { sessions } = await storage.list();
  expect(sessions).toMatchObject([{ name: 'Fix the login', harness: 'shell', status: 'completed', outcome: 'success', events: 8 }]);
  const types: string[] = [];
  for await (const { records } of storage.read(sessions[0]?.sessionId ?? '')) types.push(...records.map(({ record }) => record.type));
  expect(types).toEqual(['prompt', 'terminal_command', 'terminal_output', 'moment', 'moment', 'final_output', 'session_stop', 'session_status']);
  const rest = readFileSync(join(dir, 'rest.txt'), 'utf8');
  expect([rest.match(/^data: \{"\$r"/gm)?.length, rest.includes('event: done')]).toEqual([1, true]);
}, 60_000);

test('the guide is run wherever there is Linux and curl, as in CI', () => {
  if (!canRun) process.stderr.write('!!! docs/guides/http.md was NOT run: it needs Linux and curl !!!\n');
  expect(canRun || process.env['CI'] === undefined).toBe(true);
});
