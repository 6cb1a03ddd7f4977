import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { readCapture } from '../src/demo/capture.ts';
import { claudeHookSettings } from '@playhead/hooks-claude';
import { buildBin, captureOf, serverProcess, temporary, type ServerProcess } from './support.ts';
import { sitDown } from './recorded-person.ts';

let bin = '';
const dir = join(temporary(), 'data');
let server: ServerProcess | undefined;
beforeAll(async () => {
  bin = await buildBin();
  server = await serverProcess(bin, dir);
});
afterAll(async () => {
  await server?.kill();
  rmSync(bin, { force: true });
});

/** The client in a terminal: it shows something and sends what was captured of the real one to the hooks of its settings, with their headers. */
const CLIENT = `
import { readFileSync } from 'node:fs';
const { url, hook, payloads } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const headers = Object.fromEntries(Object.entries(hook.headers).map(([name, value]) => [name, value.replace(/^\\$(\\w+)$/, (_, variable) => (hook.allowedEnvVars.includes(variable) ? process.env[variable] ?? '' : ''))]));
console.log('the client begins');
for (const payload of payloads) {
  const answer = await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(payload) });
  if (answer.headers.get('playhead-recorded') !== '1') console.log('not recorded');
}
console.log('the client ends');
`;

function findHttpHook(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if ('type' in value && value.type === 'http') return value;
  return Object.values(value).map(findHttpHook).find((found) => found !== undefined);
}

test('a client in a recorded terminal and its hooks are one session, which ends with the terminal', async () => {
  const home = temporary();
  const url = `${server?.url()}/hooks/claude`;
  const hooks = claudeHookSettings({ serverUrl: server?.url() ?? '', transport: 'http', spoolScript: '/none' });
  const hook = findHttpHook(hooks);
  const payloads = readCapture(captureOf('jwt-auth'), home).map(({ payload }) => payload);
  writeFileSync(join(home, 'client.mjs'), CLIENT);
  writeFileSync(join(home, 'input.json'), JSON.stringify({ url, hook, payloads }));
  const person = sitDown(bin, [process.execPath, join(home, 'client.mjs'), join(home, 'input.json')], { env: { PLAYHEAD_HOME: dir } });
  await person.sees('the client begins');
  await person.sees('the client ends');
  expect(person.shown()).not.toContain('not recorded');
  expect((await person.ended()).exitCode).toBe(0);

  const storage = fsStorage({ dir });
  const { sessions } = await storage.list();
  expect(sessions).toHaveLength(1);
  expect(sessions[0]).toMatchObject({ harness: 'claude-code', agentName: 'Claude Code', status: 'completed', harnessSessionId: payloads[0]?.['session_id'] });
  const records = [];
  for await (const chunk of storage.read(sessions[0]?.sessionId ?? '')) records.push(...chunk.records.map(({ record }) => record));
  await storage.close();
  expect(records.filter(({ via }) => via === 'hook').length).toBeGreaterThan(payloads.length / 2);
  expect(records.filter(({ type }) => type === 'terminal_output').map(({ data }) => data['text']).join('')).toContain('the client ends');
  const stops = records.filter(({ type }) => type === 'session_stop');
  expect(stops.map(({ via }) => via)).toEqual(['pty']);
});
