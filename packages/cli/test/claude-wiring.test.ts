import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { claudeHooksIn } from '@playhead/hooks-claude';
import type { JsonObject } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { claudePluginFiles } from '../../../tooling/claude-plugin.mjs';
import { writeServerNote } from '../src/local-server.ts';
import { cliVersion } from '../src/version.ts';
import { playhead, root, temporary } from './support.ts';

interface Place { readonly home: string; readonly cwd: string; readonly dir: string; readonly path: string; readonly managed: string; readonly env: Record<string, string> }

function place(): Place {
  const home = temporary();
  const dir = join(home, 'data');
  const managed = join(home, 'managed');
  return { home, cwd: temporary(), dir, managed, path: join(home, '.claude/settings.json'), env: { HOME: home, PLAYHEAD_HOME: dir, CLAUDE_CODE_MANAGED_SETTINGS_PATH: managed } };
}

const run = (at: Place, ...args: readonly string[]): ReturnType<typeof playhead> => playhead(args, { cwd: at.cwd, env: at.env });
const settingsOf = (path: string): JsonObject => JSON.parse(readFileSync(path, 'utf8')) as JsonObject; // what the command wrote

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}

/** Rewrites settings as an accident or an older version would have left them. */
function change(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replaceAll(from, to));
}

/** Adds something to settings. */
const add = (path: string, setting: JsonObject): void => writeFileSync(path, JSON.stringify({ ...settingsOf(path), ...setting }));

async function doctor(at: Place, ...args: readonly string[]): Promise<{ code: number; claude: readonly (readonly [string, string])[]; said: string }> {
  const { code, out } = await run(at, 'doctor', '--json', ...args);
  const { checks } = JSON.parse(out) as { checks: { check: string; level: string; message: string }[] }; // what the command prints
  const claude = checks.filter(({ check }) => check.startsWith('claude-'));
  return { code, claude: claude.map(({ check, level }) => [check, level] as const), said: claude.map(({ message }) => message).join('\n') };
}

/** What answers as a server of Playhead does. */
async function healthy(): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((_request, response) => response.end('{"name":"playhead"}'));
  await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('It listens.');
  return { url: `http://127.0.0.1:${address.port}`, close: () => new Promise((done) => { server.closeAllConnections(); server.close(() => done()); }) };
}

const TRANSPORTS = ['http', 'spool'] as const;

test.each(TRANSPORTS)('--transport %s wires every event, never asynchronously, and says what is recorded and where', async (transport) => {
  const at = place();
  const { code, out } = await run(at, 'init', 'claude', '--transport', transport);
  expect(code).toBe(0);
  for (const said of [at.path, at.dir, 'Recorded:', 'playhead remove claude']) expect(out).toContain(said);
  const hooks = claudeHooksIn(settingsOf(at.path));
  expect(new Set(hooks.map(({ event }) => event)).size).toBe(31);
  expect(hooks.map(({ event }) => event)).toContain('PostToolBatch');
  expect(hooks.some(({ event, isAsync }) => isAsync || event.startsWith('Worktree'))).toBe(false);
  expect(new Set(hooks.map(({ kind }) => kind))).toEqual(new Set(transport === 'http' ? ['start', 'http', 'spool'] : ['spool']));
  expect((await doctor(at)).claude).toEqual([['claude-hooks', 'ok']]);
});

test('wiring in another way takes back the first, a second time changes nothing, and removing gives the file back byte for byte', async () => {
  const at = place();
  const before = '{"permissions":  {"allow": ["Bash(ls)"]},\n\t"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "say done"}]}]}}\r\n';
  write(at.path, before);
  chmodSync(at.path, 0o640);
  for (const transport of ['http', 'spool', 'http', 'spool', 'spool'] as const) await run(at, 'init', 'claude', '--transport', transport);
  expect(new Set(claudeHooksIn(settingsOf(at.path)).map(({ kind }) => kind))).toEqual(new Set(['spool']));
  const wired = readFileSync(at.path, 'utf8');
  expect((await run(at, 'init', 'claude', '--transport', 'spool')).out).toContain('nothing changed');
  expect([readFileSync(at.path, 'utf8'), wired.includes('say done')]).toEqual([wired, true]);
  await run(at, 'remove', 'claude');
  expect([readFileSync(at.path, 'utf8'), statSync(at.path).mode & 0o777]).toEqual([before, 0o640]);
});

test('where there was no file none is left', async () => {
  const at = place();
  await run(at, 'init', 'claude');
  expect(existsSync(at.path)).toBe(true);
  await run(at, 'remove', 'claude');
  expect(existsSync(at.path)).toBe(false);
});

test('settings that are a link to elsewhere stay one', async () => {
  const at = place();
  const real = join(at.home, 'dotfiles.json');
  write(real, '{"model":"x"}');
  mkdirSync(join(at.home, '.claude'));
  symlinkSync(real, at.path);
  await run(at, 'init', 'claude');
  expect(claudeHooksIn(settingsOf(real)).length).toBeGreaterThan(0);
  await run(at, 'remove', 'claude');
  expect(readFileSync(real, 'utf8')).toBe('{"model":"x"}');
  expect(readdirSync(join(at.home, '.claude')).includes('settings.json')).toBe(true);
});

test('hooks of an older version, with another port and without a version, are replaced', async () => {
  const at = place();
  const old = { hooks: { Stop: [{ hooks: [{ type: 'http', url: 'http://127.0.0.1:7999/hooks/claude', timeout: 5 }] }], SessionStart: [{ hooks: [{ type: 'command', command: '"/old/node" "/old/hooks-claude/dist/session-start-hook.js" "/old/bin/playhead.js"', timeout: 5 }] }] } };
  write(at.path, JSON.stringify(old));
  await run(at, 'init', 'claude');
  expect(readFileSync(at.path, 'utf8')).not.toMatch(/7999|\/old\//);
});

test('ui points the hooks to where the server listens that had to take another port, and leaves those of others alone', async () => {
  const at = place();
  const [listening, other] = await Promise.all([healthy(), healthy()]);
  await run(at, 'init', 'claude');
  const sentTo = (): unknown => claudeHooksIn(settingsOf(at.path)).find(({ kind }) => kind === 'http')?.target;
  change(at.path, 'http://127.0.0.1:7433', 'http://127.0.0.1:9'); // where nobody listens
  mkdirSync(at.dir, { recursive: true });
  writeServerNote(at.dir, { url: listening.url, pid: process.pid, version: cliVersion() });
  const elsewhere = join(temporary(), 'elsewhere');
  mkdirSync(elsewhere);
  writeServerNote(elsewhere, { url: listening.url, pid: process.pid, version: cliVersion() });
  expect((await run(at, 'ui', '--dir', elsewhere)).err).toBe('');
  const { out, err } = await run(at, 'ui');
  expect([out, err, sentTo()]).toEqual([`${listening.url}/sessions`, `${at.path} sent events to http://127.0.0.1:9; sessions that start from now on send to ${listening.url}.`, [`${listening.url}/hooks/claude`]]);
  expect((await run(at, 'ui')).err).toBe('');
  change(at.path, listening.url, other.url);
  expect((await run(at, 'ui')).err).toContain('where another server of Playhead runs');
  expect(sentTo()).toEqual([`${other.url}/hooks/claude`]);
  await Promise.all([listening.close(), other.close()]);
});

test('another server, such as the host of a virtual machine, is named by PLAYHEAD_URL and taken back as well', async () => {
  const at = place();
  const env = { ...at.env, PLAYHEAD_URL: 'http://host.internal:7433' };
  await playhead(['init', 'claude'], { cwd: at.cwd, env });
  expect(claudeHooksIn(settingsOf(at.path)).find(({ kind }) => kind === 'http')?.target).toEqual(['http://host.internal:7433/hooks/claude']);
  await run(at, 'remove', 'claude');
  expect(existsSync(at.path)).toBe(false);
});

test.each(TRANSPORTS)('prints the hooks of --transport %s for settings that somebody else writes', async (transport) => {
  const at = place();
  const printed = JSON.parse((await run(at, 'hooks', 'claude', 'settings', '--transport', transport)).out) as JsonObject; // what the command prints
  await run(at, 'init', 'claude', '--transport', transport);
  expect(printed).toEqual(settingsOf(at.path));
});

test('prints the hooks of the plugin, which needs no path of this machine', async () => {
  const { out } = await run(place(), 'hooks', 'claude', 'settings', '--transport', 'plugin');
  expect(out).toContain('${CLAUDE_PLUGIN_ROOT}/hooks/session-start.sh');
  expect(out).not.toContain(root);
  expect(out).not.toContain('user_config'); // the client runs no hook with one that is not set
  expect(JSON.parse(out)).toMatchObject({ modules: ['./module.ts'], hooks: { Stop: [{ hooks: [{ headers: { 'playhead-module': '$PLAYHEAD_MODULE' }, allowedEnvVars: expect.arrayContaining(['PLAYHEAD_MODULE']) }] }] } });
});

test.each([
  ['2.1.329', {}, [['claude-hooks', 'ok']], /by its plugin/],
  ['2.1.1000', {}, [['claude-hooks', 'ok']], /by its plugin/],
  ['2.1.197', {}, [['claude-hooks', 'note'], ['claude-hooks', 'ok']], /2\.1\.197 runs no module of a plugin, so the plugin sends over HTTP/],
  ['2.1.329', { httpHookAllowedEnvVars: ['PLAYHEAD_RECORD'] }, [['claude-policy', 'problem']], /recorded twice/],
])('says of Claude Code %s with %j how its plugin records', async (version, settings, levels, says) => {
  const at = place();
  const client = join(at.home, 'claude');
  writeFileSync(client, `#!/bin/sh\necho "${version} (Claude Code)"\n`, { mode: 0o755 });
  write(at.path, JSON.stringify({ enabledPlugins: { 'playhead@playhead': true }, ...settings }));
  write(join(at.home, '.claude/plugins/installed_plugins.json'), JSON.stringify({ version: 2, plugins: { 'playhead@playhead': [{ scope: 'user', version: cliVersion() }] } }));
  const found = await doctor({ ...at, env: { ...at.env, CLAUDE_BIN: client } });
  expect(found.claude).toEqual(levels);
  expect(found.said).toMatch(says);
});

test.each([
  ['2.1.197', ['claude-hooks', 'problem'], /left its HTTP hooks out.*2\.1\.197 does not/],
  ['2.1.330', ['claude-hooks', 'ok'], /by its plugin/],
])('doctor says to Claude Code %s what a plugin without HTTP hooks means, and mends it', async (version, level, says) => {
  const at = place();
  const plugin = join(at.home, '.claude/plugins/cache/playhead');
  const client = join(at.home, 'claude');
  writeFileSync(client, `#!/bin/sh\necho "${version} (Claude Code)"\n`, { mode: 0o755 });
  for (const name of ['hooks.json', 'over-http.json']) write(join(plugin, 'hooks', name), readFileSync(join(root, 'packages/hooks-claude/plugin/hooks', name === 'hooks.json' ? 'beside-module.json' : name), 'utf8'));
  write(at.path, JSON.stringify({ enabledPlugins: { 'playhead@playhead': true } }));
  write(join(at.home, '.claude/plugins/installed_plugins.json'), JSON.stringify({ version: 2, plugins: { 'playhead@playhead': [{ scope: 'user', installPath: plugin, version: cliVersion() }] } }));
  const env = { ...at.env, CLAUDE_BIN: client };
  const found = await doctor({ ...at, env });
  expect([found.claude[0], found.said]).toEqual([level, expect.stringMatching(says)]);
  await doctor({ ...at, env }, '--fix');
  expect((await doctor({ ...at, env })).claude.map(([, kind]) => kind)).not.toContain('problem');
});

test('the files of the plugin are those that the packages make', async () => {
  for (const [path, text] of Object.entries(await claudePluginFiles())) expect([path, readFileSync(join(root, path), 'utf8') === text]).toEqual([path, true]);
  const plugin = join(root, 'packages/hooks-claude/plugin');
  expect(readFileSync(join(plugin, 'README.md'), 'utf8').split(/\s+/).length).toBeGreaterThan(40);
  expect(existsSync(join(plugin, 'LICENSE'))).toBe(true);
});

test('says what is missing where the plugin is to be installed and there is no Claude Code', async () => {
  const at = place();
  const { code, err } = await playhead(['init', 'claude', '--transport', 'plugin'], { cwd: at.cwd, env: { ...at.env, PATH: '/nonexistent' } });
  expect([code, err]).toEqual([1, expect.stringContaining('Claude Code could not be started')]);
});

test('says so where nothing is wired', async () => {
  expect((await doctor(place())).claude).toEqual([['claude-hooks', 'note']]);
});

const broken: [name: string, breakIt: (at: Place) => void, check: string, says: RegExp, mends?: boolean][] = [
  ['events that an older version did not know', ({ path }) => change(path, '"PostToolBatch"', '"Renamed"'), 'claude-hooks', /does not record PostToolBatch/, true],
  ['hooks that are async', ({ path }) => change(path, '"type": "http",', '"type": "http", "async": true,'), 'claude-hooks', /are async/, true],
  ['a hook that takes the place of worktrees', ({ path }) => change(path, '"TeammateIdle"', '"WorktreeCreate"'), 'claude-hooks', /WorktreeCreate/, true],
  ['hooks of another version', ({ path }) => change(path, `http/${cliVersion()}`, 'http/9.9.9'), 'claude-version', /of version 9\.9\.9/, true],
  ['all hooks switched off', ({ path }) => add(path, { disableAllHooks: true }), 'claude-policy', /disableAllHooks/],
  ['only hooks of an administrator', ({ path }) => add(path, { allowManagedHooksOnly: true }), 'claude-policy', /allowManagedHooksOnly/],
  ['addresses that hooks may not reach', ({ path }) => add(path, { allowedHttpHookUrls: ['https://hooks.example/*'] }), 'claude-policy', /allowedHttpHookUrls/],
  ['variables that hooks may not have', ({ path }) => add(path, { httpHookAllowedEnvVars: [] }), 'claude-policy', /httpHookAllowedEnvVars/],
  ['hooks that an administrator switched off', ({ managed }) => write(join(managed, 'managed-settings.json'), '{ "disableAllHooks": true }'), 'claude-policy', /managed-settings\.json switches all hooks off/],
  ['only hooks of an administrator, by one of several files', ({ managed }) => write(join(managed, 'managed-settings.d/10-hooks.json'), '{ "allowManagedHooksOnly": true }'), 'claude-policy', /10-hooks\.json allows only hooks of an administrator/],
  ['addresses that an administrator keeps hooks from', ({ managed }) => write(join(managed, 'managed-settings.json'), '{ "allowedHttpHookUrls": [] }'), 'claude-policy', /allowedHttpHookUrls/],
  ['hooks that are switched off in one repository', ({ cwd }) => write(join(cwd, '.claude/settings.local.json'), '{ "disableAllHooks": true }'), 'claude-policy', /settings\.local\.json switches all hooks off/],
  ['two ways at once', ({ cwd, path }) => write(join(cwd, '.claude/settings.json'), readFileSync(path, 'utf8').replaceAll(':7433/', ':7555/')), 'claude-hooks', /recorded 2 times/],
  ['project settings that are no JSON', ({ cwd }) => write(join(cwd, '.claude/settings.json'), '{ // mine'), 'claude-settings', /not a JSON object/],
  ['a plugin that is switched off', ({ path }) => add(path, { enabledPlugins: { 'playhead@playhead': false } }), 'claude-hooks', /switched off/],
  ['a plugin that was never installed', ({ cwd }) => write(join(cwd, '.claude/settings.json'), '{ "enabledPlugins": { "playhead@playhead": true } }'), 'claude-files', /has not installed it/],
  ['a cached plugin of another version', ({ cwd, home }) => {
    write(join(cwd, '.claude/settings.json'), '{ "enabledPlugins": { "playhead@playhead": true } }');
    write(join(home, '.claude/plugins/installed_plugins.json'), '{ "version": 2, "plugins": { "playhead@playhead": [{ "scope": "user", "version": "8.8.8" }] } }');
  }, 'claude-version', /version 8\.8\.8 of the plugin/],
];

test.each(broken)('finds %s', async (_name, breakIt, check, says, mends = false) => {
  const at = place();
  await run(at, 'init', 'claude');
  breakIt(at);
  const found = await doctor(at);
  expect(found.claude).toContainEqual([check, 'problem']);
  expect([found.code, found.said]).toEqual([1, expect.stringMatching(says)]);
  if (!mends) return;
  await doctor(at, '--fix');
  expect((await doctor(at)).claude).toEqual([['claude-hooks', 'ok']]);
});

test('knows hooks that an administrator handed out, and that others are silent beside them', async () => {
  const at = place();
  const { out } = await run(at, 'hooks', 'claude', 'settings');
  write(join(at.managed, 'managed-settings.json'), JSON.stringify({ ...(JSON.parse(out) as JsonObject), allowManagedHooksOnly: true })); // what the command prints
  const found = await doctor(at);
  expect([found.code, found.claude, found.said]).toEqual([0, [['claude-hooks', 'ok']], `Claude Code is recorded by hooks in ${join(at.managed, 'managed-settings.json')}.`]);
});

test('names settings once in the home directory, where those of the user and of the project are one file', async () => {
  const at = place();
  const home = { ...at, cwd: at.home };
  await run(home, 'init', 'claude');
  expect((await doctor(home)).said).toBe(`Claude Code is recorded by hooks in ${at.path}.`);
});

test('finds a script that is gone, and mends it', async () => {
  const at = place();
  await run(at, 'init', 'claude', '--transport', 'spool');
  change(at.path, join(root, 'packages'), '/gone');
  expect((await doctor(at)).claude).toEqual([['claude-files', 'problem']]);
  await doctor(at, '--fix');
  expect((await doctor(at)).claude).toEqual([['claude-hooks', 'ok']]);
  expect(claudeHooksIn(settingsOf(at.path)).every(({ kind }) => kind === 'spool')).toBe(true);
});

test('finds hooks that send elsewhere than the server listens, and a server of another version', async () => {
  const at = place();
  await run(at, 'init', 'claude');
  const other = createServer((_request, response) => response.end('{"name":"playhead","status":"ok"}'));
  await new Promise<void>((resolve) => { other.listen(0, '127.0.0.1', resolve); });
  try {
    const address = other.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    writeServerNote(at.dir, { url: `http://127.0.0.1:${port}`, pid: process.pid, version: '7.7.7' });
    const found = await doctor(at);
    expect(found.claude).toEqual([['claude-server', 'problem'], ['claude-version', 'problem']]);
    expect(found.said).toContain(`but the server runs at http://127.0.0.1:${port}`);
    await doctor(at, '--fix');
    expect((await doctor(at)).claude).toEqual([['claude-version', 'problem']]);
  } finally {
    other.close();
  }
});

test('says where somebody opted out, and what lies in the spool that nobody can store', async () => {
  const at = place();
  await run(at, 'init', 'claude');
  write(join(at.cwd, '.playhead.json'), '{ "record": false }');
  const spool = join(at.dir, 'spool/hooks-claude');
  write(join(spool, '0_1_0_1_.refused'), 'no JSON');
  write(join(spool, '0_2_0_1_.part'), '{"half');
  utimesSync(join(spool, '0_2_0_1_.part'), new Date(0), new Date(0));
  const found = await doctor(at);
  expect(found.claude).toEqual([['claude-opt-out', 'note'], ['claude-spool', 'note'], ['claude-spool', 'note'], ['claude-hooks', 'ok']]);
  expect(found.said).toContain(`Sessions in ${at.cwd} are not recorded`);
});

test.skipIf(process.getuid?.() === 0)('finds a spool that may not be written', async () => {
  const at = place();
  await run(at, 'init', 'claude');
  const spool = join(at.dir, 'spool/hooks-claude');
  mkdirSync(spool, { recursive: true, mode: 0o500 });
  expect((await doctor(at)).claude).toContainEqual(['claude-spool', 'problem']);
  chmodSync(spool, 0o700);
});

const isLinux = process.platform === 'linux';

test.runIf(isLinux).each(TRANSPORTS)('--shell-timing has commands run by a script of ours with --transport %s, and remove takes that back byte for byte', async (transport) => {
  const at = place();
  const before = '{\n    "env": { "EDITOR": "vi" },   "model": "opus"\n}\n';
  write(at.path, before);
  const { code, out } = await run(at, 'init', 'claude', '--shell-timing', '--transport', transport);
  expect([code, out]).toEqual([0, expect.stringContaining('when shell commands print what')]);
  const script = join(at.dir, 'shell-timing/time-commands.sh');
  expect(settingsOf(at.path)['env']).toEqual({ EDITOR: 'vi', CLAUDE_CODE_SHELL_PREFIX: script });
  expect(execFileSync(script, ["x= && eval 'echo run'"], { encoding: 'utf8' })).toBe('run\n');
  expect((await run(at, 'init', 'claude', '--transport', transport)).out).toContain('nothing changed'); // timed commands stay timed
  expect((await doctor(at)).claude).toContainEqual(['claude-shell', 'note']);
  await run(at, 'remove', 'claude');
  expect(readFileSync(at.path, 'utf8')).toBe(before);
  expect(existsSync(script)).toBe(true); // sessions that run already use it
});

test.runIf(isLinux)('doctor finds that the script which runs commands is gone or another, and --fix puts it back', async () => {
  const at = place();
  await run(at, 'init', 'claude', '--shell-timing');
  const script = join(at.dir, 'shell-timing/time-commands.sh');
  for (const harm of [() => rmSync(script), () => writeFileSync(script, 'echo old')]) {
    harm();
    const found = await doctor(at);
    expect([found.code, found.claude]).toEqual([1, expect.arrayContaining([['claude-shell', 'problem']])]);
    expect((await doctor(at, '--fix')).claude).toContainEqual(['claude-shell', 'note']);
    expect(execFileSync(script, ["x= && eval 'echo run'"], { encoding: 'utf8' })).toBe('run\n');
  }
});

test.runIf(isLinux)('--shell-timing leaves everything as it is where commands run by somebody else\'s program, and where a shell would take the path apart', async () => {
  const at = place();
  const theirs = '{"env":{"CLAUDE_CODE_SHELL_PREFIX":"/opt/theirs"}}';
  write(at.path, theirs);
  expect((await run(at, 'init', 'claude', '--shell-timing')).code).toBe(2);
  expect(readFileSync(at.path, 'utf8')).toBe(theirs);
  const spaced = place();
  expect((await run(spaced, 'init', 'claude', '--shell-timing', '--dir', join(spaced.home, 'my data'))).code).toBe(2);
  expect(existsSync(spaced.path)).toBe(false);
});
