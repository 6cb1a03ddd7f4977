import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

const script = `${tmpdir()}/playhead-hook-${process.pid}.mjs`;
beforeAll(async () => {
  await build({ entryPoints: [fileURLToPath(new URL('../src/session-start-hook.ts', import.meta.url))], outfile: script, bundle: true, format: 'esm', platform: 'node', logLevel: 'silent' });
});
afterAll(() => rmSync(script, { force: true }));

function run(input: string, env: Record<string, string>): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script], { env: { PATH: process.env['PATH'] ?? '', ...env } }, (_error, stdout, stderr) => resolve({ code: child.exitCode, output: stdout + stderr }));
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

test('the payload reaches the server byte for byte and nothing is printed', { timeout: 40_000 }, async () => {
  let received = '';
  const server = createServer((request, response) => {
    request.on('data', (chunk) => { received += `${request.url} ${String(chunk)}`; }).on('end', () => response.end());
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  const payload = '{"hook_event_name":"SessionStart"}\n';
  await expect.poll(async () => { // the hook waits 400 ms at most, which may be too short for a machine that is busy
    received = '';
    expect(await run(payload, { PLAYHEAD_URL: `http://127.0.0.1:${port}` })).toEqual({ code: 0, output: '' });
    return received;
  }, { timeout: 30_000 }).toBe(`/hooks/claude ${payload}`);
  server.close();
});

test('what the environment says of redaction goes with the payload', { timeout: 40_000 }, async () => {
  let redaction: unknown;
  const server = createServer((request, response) => { redaction = request.headers['playhead-redaction']; request.resume().on('end', () => response.end()); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await expect.poll(async () => {
    await run('{}', { PLAYHEAD_URL: `http://127.0.0.1:${port}`, PLAYHEAD_REDACTION: 'strict' });
    return redaction;
  }, { timeout: 30_000 }).toBe('strict');
  server.close();
});

test('a server that it starts knows nothing of what one session wants', { timeout: 40_000 }, async () => {
  const home = mkdtempSync(join(tmpdir(), 'playhead-hook-'));
  const cli = join(home, 'cli.mjs');
  writeFileSync(cli, `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(join(home, 'env.json'))}, JSON.stringify(process.env));`);
  await run('{}', { PLAYHEAD_HOME: home, PLAYHEAD_CLI: cli, PLAYHEAD_REDACTION: 'off', PLAYHEAD_SESSION_ID: '01937d1e-0000-7000-8000-000000000000' });
  const env: unknown = await vi.waitFor(() => JSON.parse(readFileSync(join(home, 'env.json'), 'utf8')) as unknown, { timeout: 30_000 }); // it may start after its hook ended
  expect(env).toMatchObject({ PLAYHEAD_HOME: home });
  expect(env).not.toHaveProperty('PLAYHEAD_REDACTION');
  expect(env).not.toHaveProperty('PLAYHEAD_SESSION_ID');
  rmSync(home, { recursive: true });
});

test('without a server, with too much or with nothing the agent notices nothing', async () => {
  for (const input of ['{}', '', 'x'.repeat(1024 * 1024 + 1)]) expect(await run(input, { PLAYHEAD_URL: 'http://127.0.0.1:9' })).toEqual({ code: 0, output: '' });
});

test('the agent waits for no server that never answers', async () => {
  const asked = vi.fn();
  const server = createServer((request) => { asked(request.url); }); // and lets it wait
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  await vi.waitFor(async () => { // a busy machine may have it end before it asked
    expect(await run('{}', { PLAYHEAD_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })).toEqual({ code: 0, output: '' });
    expect(asked).toHaveBeenCalledWith('/hooks/claude');
  });
  server.closeAllConnections();
  server.close();
});
