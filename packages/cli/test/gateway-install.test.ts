import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { changeServerFile } from '../src/server-wiring/server-files.ts';
import { buildBin, playhead, root, temporary } from './support.ts';

let bin = '';
beforeAll(async () => { bin = await buildBin(); }, 60_000);
afterAll(() => rmSync(bin, { force: true }));

let home = '';
let project = '';
beforeEach(() => { [home, project] = [temporary(), temporary()]; });
const run = (...args: readonly string[]): ReturnType<typeof playhead> => playhead(args, { env: { HOME: home }, cwd: project });
const files = { user: (): string => join(home, '.claude.json'), project: (): string => join(project, '.mcp.json') };
const read = (path: string): string => readFileSync(path, 'utf8');

const ECHO = 'process.stdin.on("data", (text) => { for (const line of String(text).split("\\n").filter(Boolean)) { const { id, method, params } = JSON.parse(line); if (id !== undefined) console.log(JSON.stringify({ jsonrpc: "2.0", id, result: method === "initialize" ? { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "echo", version: "7" } } : method === "tools/list" ? { tools: [] } : { content: [{ type: "text", text: process.env.GREETING }] } })); } })';
const SERVER = { command: process.execPath, args: ['-e', ECHO], env: { GREETING: 'hello' } };

test('with it on, a server that a client starts as its file says is recorded, and off again the file is as it was', async () => {
  const before = `${JSON.stringify({ mcpServers: { echo: SERVER } }, null, '\t')}\r\n`;
  writeFileSync(files.project(), before);
  const data = temporary();
  expect(await run('gateway', 'install', '--scope', 'project', '--dir', data, '--task', 'SHOP-42', '--identity', 'machine:ci-7')).toMatchObject({ code: 0, out: expect.stringContaining('recorded      echo') });
  const { mcpServers: { echo } } = JSON.parse(read(files.project()).replace(join(root, 'packages/cli/bin/playhead.js'), bin)) as { mcpServers: { echo: typeof SERVER } };
  const client = new Client({ name: 'test-client', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
  await client.connect(new StdioClientTransport({ ...echo, cwd: project, stderr: 'ignore' }));
  expect(await client.callTool({ name: 'greet', arguments: {} })).toMatchObject({ content: [{ text: 'hello' }] });
  await client.close();
  const storage = fsStorage({ dir: data });
  expect((await storage.list()).sessions).toMatchObject([{ agentName: 'test-client', name: 'MCP server echo', task: { id: 'SHOP-42' }, identity: { type: 'machine', subject: 'ci-7' }, status: 'completed' }]);
  await storage.close();
  expect(JSON.parse((await playhead(['sessions', 'list', '--json', '--agent', 'test-client', '--identity', 'ci-7', '--task', 'SHOP-42'], { env: { PLAYHEAD_HOME: data } })).out)).toMatchObject({ sessions: [{ task: { id: 'SHOP-42' } }] });
  expect(await run('gateway', 'uninstall', '--scope', 'project')).toMatchObject({ code: 0 });
  expect(read(files.project())).toBe(before);
});

test('twice is once, and a server that came later is wrapped by the next time', async () => {
  const before = JSON.stringify({ numStartups: 3, mcpServers: { one: SERVER }, projects: { '/work': { mcpServers: { two: { command: 'serve' } } } } }, null, 2);
  writeFileSync(files.user(), before);
  await run('gateway', 'install');
  const first = read(files.user());
  expect(JSON.parse((await run('gateway', 'install', '--json')).out)).toMatchObject({ changed: false, files: [{ servers: [{ name: 'one', wiring: 'wrapped' }, { name: 'two', project: '/work', wiring: 'wrapped' }] }] });
  expect(read(files.user())).toBe(first);
  const value = JSON.parse(first) as { numStartups: number; mcpServers: Record<string, unknown> };
  Object.assign(value, { numStartups: 4 }).mcpServers['three'] = { command: 'late' };
  writeFileSync(files.user(), JSON.stringify(value, null, 2)); // as the client does
  expect(JSON.parse((await run('gateway', 'status', '--json')).out)).toMatchObject({ files: [{ scope: 'user', servers: [{ wiring: 'wrapped' }, { name: 'three', wiring: 'plain' }, { wiring: 'wrapped' }] }] });
  await run('gateway', 'install');
  await run('gateway', 'uninstall');
  expect(JSON.parse(read(files.user()))).toEqual({ numStartups: 4, mcpServers: { one: SERVER, three: { command: 'late' } }, projects: { '/work': { mcpServers: { two: { command: 'serve' } } } } });
});

test('mode, link and everything beside the file stay, and nothing is left', async () => {
  const kept = join(home, 'dotfiles');
  mkdirSync(kept);
  writeFileSync(join(kept, 'claude.json'), '{"mcpServers":{"a":{"command":"serve"}}}');
  chmodSync(join(kept, 'claude.json'), 0o640);
  symlinkSync(join(kept, 'claude.json'), files.user());
  await run('gateway', 'install');
  expect([lstatSync(files.user()).isSymbolicLink(), statSync(files.user()).mode & 0o777, readdirSync(kept), read(files.user()).includes('gateway')]).toEqual([true, 0o640, ['claude.json'], true]);
});

test('bytes that are no text, and files that cannot be written, are left as they are', async () => {
  const bytes = Buffer.from('{"mcpServers":{"a":{"command":"\xff"}}}', 'latin1');
  writeFileSync(files.user(), bytes);
  expect(await run('gateway', 'install')).toMatchObject({ code: 1, err: expect.stringContaining('invalid_settings') });
  expect(readFileSync(files.user()).equals(bytes)).toBe(true);
});

test('what the client writes to its file meanwhile is not lost', () => {
  writeFileSync(files.user(), '{"a":1}');
  changeServerFile(files.user(), (text) => {
    if (!text.includes('late')) writeFileSync(files.user(), '{"a":1,"late":2}');
    return text.replace('"a"', '"b"');
  });
  expect(read(files.user())).toBe('{"b":1,"late":2}');
});

test('nothing is written by a dry run, and nothing is made where there is no file', async () => {
  expect(await run('gateway', 'install', '--scope', 'project')).toMatchObject({ code: 0, out: expect.stringContaining('names no MCP servers') });
  expect(readdirSync(project)).toEqual([]);
  writeFileSync(files.project(), '{"mcpServers":{"a":{"command":"serve"},"far":{"type":"http","url":"https://example.com"}}}');
  expect((await run('gateway', 'install', '--scope', 'project', '--dry-run')).out).toContain('"--name=a"');
  expect(read(files.project())).not.toContain('gateway');
  const { out, err } = await run('gateway', 'install', '--scope', 'project');
  expect([out.includes('not recorded  far'), err.includes('over the network')]).toEqual([true, true]);
});

test('status tells of servers of plugins and of administrators, which nobody wraps', async () => {
  const plugin = join(home, '.claude', 'plugins', 'cache', 'own', '1.0.0');
  const managed = join(home, 'managed');
  for (const path of [plugin, managed]) mkdirSync(path, { recursive: true });
  writeFileSync(join(home, '.claude', 'plugins', 'installed_plugins.json'), JSON.stringify({ version: 2, plugins: { 'own@market': [{ scope: 'user', installPath: plugin, version: '1.0.0' }], 'gone@market': [{ installPath: join(home, 'gone') }] } }));
  writeFileSync(join(plugin, '.mcp.json'), JSON.stringify({ tracker: { command: 'node', args: ['tracker.js'] } }));
  writeFileSync(join(managed, 'managed-mcp.json'), JSON.stringify({ mcpServers: { audit: { command: 'audit' }, far: { type: 'http', url: 'https://example.com' } } }));
  const status = (...more: readonly string[]): ReturnType<typeof playhead> => playhead(['gateway', 'status', ...more], { env: { HOME: home, CLAUDE_CODE_MANAGED_SETTINGS_PATH: managed }, cwd: project });
  expect((await status()).out).toMatch(/not recorded {2}audit: an administrator set it up[^]*not recorded {2}tracker: a plugin brings it/);
  expect(JSON.parse((await status('--json')).out)).toMatchObject({ files: [{ scope: 'managed', servers: [{ name: 'audit', wiring: 'plain' }, { name: 'far', wiring: 'remote' }] }, { scope: 'plugin', path: join(plugin, '.mcp.json'), servers: [{ name: 'tracker' }] }] });
});

test('doctor says what is recorded, what is not, and what does not start any more', async () => {
  const checks = async (): Promise<unknown> => (JSON.parse((await run('doctor', '--json', '--dir', join(home, 'data'))).out) as { checks: { check: string; level: string; message: string }[] }).checks.filter(({ check }) => check === 'mcp-servers').map(({ level }) => level);
  mkdirSync(join(home, 'data'));
  expect(await checks()).toEqual([]);
  writeFileSync(files.user(), '{"mcpServers":{"a":{"command":"serve"}}}');
  expect(await checks()).toEqual(['note']);
  await run('gateway', 'install');
  expect(await checks()).toEqual(['ok']);
  writeFileSync(files.user(), read(files.user()).replace('playhead.js', 'gone.js'));
  expect(await checks()).toEqual(['problem']);
});
