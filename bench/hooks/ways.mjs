import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** The real server, on a port of its own. */
export async function startServer(dir) {
  const child = spawn(process.execPath, [join(root, 'packages/cli/bin/playhead.js'), 'serve', '--dir', dir, '--port', '0'], { stdio: 'ignore' });
  const note = join(dir, 'server.json');
  for (let tries = 0; !existsSync(note); tries += 1) {
    if (tries > 600) throw new Error('The server did not start. Run pnpm build first.');
    await new Promise((done) => setTimeout(done, 50));
  }
  const { url } = JSON.parse(readFileSync(note, 'utf8'));
  return { url, stop: () => new Promise((done) => { child.once('exit', done); child.kill('SIGTERM'); }) };
}

/** A server that does nothing with what it gets: the share of a hook over HTTP that is not ours. */
export async function startIdleServer() {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'idle-server.mjs')], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [port] = await once(child.stdout, 'data');
  return { url: `http://127.0.0.1:${String(port).trim()}`, stop: () => new Promise((done) => { child.once('exit', done); child.kill('SIGTERM'); }) };
}

/**
 * The plugin, whose module records: as it is once it ran, with no hooks but those that start and end a session; and in its first session, which
 * still has its HTTP hooks. The server ignores those.
 */
export function pluginsOf(home, url) {
  const own = join(root, 'packages/hooks-claude/plugin');
  const made = (name, file) => {
    const folder = join(home, name);
    mkdirSync(join(folder, '.claude-plugin'), { recursive: true });
    cpSync(join(own, 'hooks'), join(folder, 'hooks'), { recursive: true });
    writeFileSync(join(folder, '.claude-plugin/plugin.json'), JSON.stringify({ name, version: '0.0.0', description: name }));
    writeFileSync(join(folder, 'hooks/hooks.json'), readFileSync(join(own, 'hooks', file), 'utf8').replaceAll(/http:\/\/127\.0\.0\.1:\d+\/hooks/g, `${url}/hooks`));
    return folder;
  };
  return { plugin: made('plugin', 'beside-module.json'), pluginAtFirst: made('plugin-at-first', 'over-http.json') };
}

/** Each way as a handler of a hook. The spool is one that nobody reads meanwhile. */
export function handlersOf(home, url, idleUrl) {
  const minimal = join(home, 'hook.mjs');
  const { hooks } = JSON.parse(readFileSync(join(root, 'packages/hooks-claude/plugin/hooks/over-http.json'), 'utf8'));
  const [{ hooks: [installed] }] = hooks.PreToolUse;
  mkdirSync(join(home, 'spooled'), { recursive: true });
  writeFileSync(minimal, `import { appendFileSync } from 'node:fs';\nconst chunks = [];\nfor await (const chunk of process.stdin) chunks.push(chunk);\nappendFileSync(${JSON.stringify(join(home, 'node.jsonl'))}, Buffer.concat(chunks));\n`);
  return {
    none: undefined,
    shellTrue: { type: 'command', command: 'true' },
    httpIdle: { type: 'http', url: idleUrl, timeout: 5 },
    http: { ...installed, url: `${url}/hooks/claude` },
    spool: { type: 'command', command: '/bin/sh', args: ['-c', '[ -r "$0" ] && . "$0"; exit 0', join(root, 'packages/hooks-claude/plugin/hooks/spool.sh'), 'spool-0.0.0', join(home, 'spooled')], timeout: 5 },
    node: { type: 'command', command: process.execPath, args: [minimal] },
  };
}

/** The time a quarter of the waits were shorter than, the middle, and both against `true`. */
export function compared(waits) {
  const at = (list, share) => [...list].sort((one, other) => one - other)[Math.floor(list.length * share)] ?? Number.NaN;
  const [p25, median] = [at(waits.shellTrue, 0.25), at(waits.shellTrue, 0.5)];
  return Object.fromEntries(Object.entries(waits).map(([name, list]) => [name, {
    count: list.length, p25Ms: rounded(at(list, 0.25)), medianMs: rounded(at(list, 0.5)), p25ToTrue: rounded(at(list, 0.25) / p25), medianToTrue: rounded(at(list, 0.5) / median),
  }]));
}

const rounded = (value) => Math.round(value * 100) / 100;
