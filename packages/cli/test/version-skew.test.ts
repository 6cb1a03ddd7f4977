import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { readServerNote, waitForServer, type ServerNote } from '../src/local-server.ts';
import { playhead, root, temporary } from './support.ts';

// Installations of several versions, each made of the sources.

const folder = join(root, 'packages/cli/dist', `test-versions-${process.pid}`);
const dirs: string[] = [];
const bundle: BuildOptions = { bundle: true, platform: 'node', format: 'esm', target: 'node20', conditions: ['@playhead/source'], logLevel: 'error', banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" } };
beforeAll(async () => {
  await build({ ...bundle, entryPoints: [join(root, 'packages/cli/src/bin.ts')], outfile: join(folder, '1.9.0/dist/cli.js') });
  await build({ ...bundle, entryPoints: [join(root, 'packages/hooks-claude/src/session-start-hook.ts')], outfile: join(folder, '1.9.0/dist/hook.js') });
  cpSync(join(folder, '1.9.0'), join(folder, '1.10.0'), { recursive: true });
  for (const version of ['1.9.0', '1.10.0']) {
    mkdirSync(join(folder, version, 'bin'));
    writeFileSync(join(folder, version, 'package.json'), JSON.stringify({ type: 'module', version }));
    writeFileSync(join(folder, version, 'bin/playhead.js'), "import '../dist/cli.js';\n");
  }
}, 120_000);
afterEach(async () => {
  for (const dir of dirs.splice(0)) await playhead(['stop', '--dir', dir]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shim = (version: string): string => join(folder, version, 'bin/playhead.js');

function dataDirectory(): { home: string; dir: string; env: Record<string, string> } {
  const home = temporary();
  const dir = join(home, '.local/share/playhead');
  dirs.push(dir);
  return { home, dir, env: { PATH: process.env['PATH'] ?? '', HOME: home } };
}

/** Runs an installation's program. */
async function run(version: string, args: readonly string[], env: Record<string, string>): Promise<{ json: { url?: string; warnings?: readonly string[]; checks?: readonly { check: string; message: string; mended?: boolean }[] }; notes: string }> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [shim(version), ...args, '--json'], { env }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr, { cause: error }));
      else resolve({ json: JSON.parse(stdout) as Record<string, never>, notes: stderr }); // what the command prints
    });
  });
}

const noteOf = (dir: string): ServerNote => readServerNote(dir) ?? { url: '', pid: 0, version: 'none' };

test('ui starts a server of an older version anew at its address, and leaves a newer one alone and says so', { timeout: 60_000 }, async () => {
  const { dir, env } = dataDirectory();
  const old = await run('1.9.0', ['ui', '--port', '0'], env);
  const before = noteOf(dir);
  expect([before.version, before.background, old.notes]).toEqual(['1.9.0', true, '']);
  expect((await run('1.10.0', ['status'], env)).json.warnings).toEqual([expect.stringContaining('is of version 1.9.0, Playhead is 1.10.0. Start it anew: playhead ui.')]);
  const young = await run('1.10.0', ['ui'], env);
  expect([noteOf(dir).version, young.json.url, young.notes.trim()]).toEqual(['1.10.0', old.json.url, 'The server was of version 1.9.0; it was started anew as 1.10.0.']);
  const { pid } = noteOf(dir);
  expect((await run('1.9.0', ['ui'], env)).notes).toContain('Bring this program up to date: npm install playhead@1.10.0.');
  expect(noteOf(dir).pid).toBe(pid);
});

test('doctor --fix starts an older server anew; one that somebody started in a terminal stays theirs', { timeout: 60_000 }, async () => {
  const { dir, env } = dataDirectory();
  await run('1.9.0', ['ui', '--port', '0'], env);
  const { json } = await run('1.10.0', ['doctor', '--fix'], env);
  expect(json.checks?.find(({ mended }) => mended)?.message).toBe('The server was of version 1.9.0; it was started anew as 1.10.0.');
  const other = dataDirectory();
  const terminal = spawn(process.execPath, [shim('1.9.0'), 'serve', '--port', '0'], { env: other.env, stdio: 'ignore' });
  await waitForServer(other.dir);
  expect((await run('1.10.0', ['ui'], other.env)).notes).toContain('Start it anew: playhead stop, playhead ui.');
  expect((await run('1.10.0', ['doctor', '--fix'], other.env)).json.checks?.map(({ message }) => message)).toContainEqual(expect.stringContaining('playhead stop, playhead ui'));
  expect(noteOf(other.dir)).toMatchObject({ version: '1.9.0', pid: terminal.pid });
  const gone = once(terminal, 'exit');
  terminal.kill('SIGTERM');
  await gone;
  expect(readServerNote(dir)?.version).toBe('1.10.0');
});

const payload = `${JSON.stringify({ hook_event_name: 'SessionStart', session_id: 's', cwd: '/w', source: 'startup' })}\n`;

test.each(['the hook of the settings', 'the hook of the plugin'] as const)('%s starts an older server anew, prints nothing, and its payload is stored', { timeout: 60_000 }, async (which) => {
  const { home, dir, env } = dataDirectory();
  await run('1.9.0', ['ui', '--port', '0'], env);
  const { port } = new URL(noteOf(dir).url);
  const start = join(dir, 'start-server');
  writeFileSync(start, readFileSync(start, 'utf8').replaceAll('1.9.0', '1.10.0').replace('"$@"', `--port ${port}`)); // as a newer playhead init claude leaves it
  const given = which === 'the hook of the plugin' ? ['/bin/sh', [join(root, 'packages/hooks-claude/plugin/hooks/session-start.sh'), 'plugin-1.10.0']] as const : [process.execPath, [join(folder, '1.10.0/dist/hook.js'), shim('1.10.0')]] as const;
  // A hook has no more than two seconds: on a busy machine it is the next session that does it.
  await expect.poll(async () => {
    expect(execFileSync(given[0], given[1], { input: payload, env, cwd: home, encoding: 'utf8', stdio: ['pipe', 'pipe', 'inherit'] })).toBe('');
    return (await waitForServer(dir)).version;
  }, { timeout: 30_000 }).toBe('1.10.0');
  const now = await waitForServer(dir);
  expect([now.version, now.background]).toEqual(['1.10.0', true]);
  await expect.poll(async () => ((await (await fetch(`${now.url}/api/v1/sessions`)).json()) as { sessions: unknown[] }).sessions.length).toBe(1); // our own server's answer
});

/** Claude Code's cache with the plugin in it, as the client leaves it. */
function cachedPlugin(home: string): { hooks: () => string; folder: string } {
  const cache = join(home, '.claude/plugins/cache/playhead/playhead/1.10.0');
  cpSync(join(root, 'packages/hooks-claude/plugin'), cache, { recursive: true });
  writeFileSync(join(home, '.claude/plugins/installed_plugins.json'), JSON.stringify({ version: 2, plugins: { 'playhead@playhead': [{ scope: 'user', installPath: cache, version: '1.10.0' }] } }));
  writeFileSync(join(home, '.claude/settings.json'), JSON.stringify({ enabledPlugins: { 'playhead@playhead': true } }));
  return { folder: cache, hooks: () => [...new Set(['hooks/hooks.json', '.mcp.json', '.claude-plugin/plugin.json'].flatMap((name) => [...readFileSync(join(cache, name), 'utf8').matchAll(/127\.0\.0\.1:\d+/g)].map(([host]) => host)))].join() };
}

test('a plugin that lies in a folder of this machine is pointed there too, since that is where Claude Code reads it', { timeout: 60_000 }, async () => {
  const { home, dir, env } = dataDirectory();
  const { hooks, folder: own } = cachedPlugin(home);
  writeFileSync(join(home, '.claude/plugins/known_marketplaces.json'), JSON.stringify({ playhead: { source: { source: 'directory', path: own }, installLocation: own } }));
  writeFileSync(join(home, '.claude/plugins/installed_plugins.json'), '{ "version": 2, "plugins": { "playhead@playhead": [] } }');
  await run('1.10.0', ['ui', '--port', '0'], env);
  expect(hooks()).toBe(new URL(noteOf(dir).url).host);
});

test('where the server had to take another port, ui points the plugin there, doctor finds that it points elsewhere, and so does its own hook', { timeout: 60_000 }, async () => {
  const { home, dir, env } = dataDirectory();
  const plugin = cachedPlugin(home);
  expect(plugin.hooks()).toBe('127.0.0.1:7433');
  const { notes } = await run('1.10.0', ['ui', '--port', '0'], env);
  const { host, origin } = new URL(noteOf(dir).url);
  expect([plugin.hooks(), notes.trim()]).toEqual([host, `The plugin of Claude Code sent to http://127.0.0.1:7433; sessions that start from now on send to ${origin}.`]);
  cachedPlugin(home);
  expect((await run('1.10.0', ['doctor'], env)).json.checks).toContainEqual(expect.objectContaining({ check: 'claude-server', message: expect.stringContaining('playhead ui points it there') as string }));
  await run('1.10.0', ['doctor', '--fix'], env);
  expect(plugin.hooks()).toBe(host);
  cachedPlugin(home);
  const hook = (more: Record<string, string>): void => void execFileSync('/bin/sh', [join(plugin.folder, 'hooks/session-start.sh'), 'plugin-1.10.0'], { input: payload, env: { ...env, CLAUDE_PLUGIN_ROOT: plugin.folder, ...more }, cwd: home });
  hook({ PLAYHEAD_HOME: dir });
  expect(plugin.hooks()).toBe('127.0.0.1:7433'); // what one session says of its own data directory is not for all
  hook({});
  expect(plugin.hooks()).toBe(host);
});
