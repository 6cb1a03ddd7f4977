import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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

/** Plugins whose module records: alone, and as it is installed, with HTTP hooks that a server of their session ignores. */
export function pluginsOf(home, url) {
  const made = (name, hooks) => {
    const folder = join(home, name);
    mkdirSync(join(folder, '.claude-plugin'), { recursive: true });
    mkdirSync(join(folder, 'hooks'), { recursive: true });
    writeFileSync(join(folder, '.claude-plugin/plugin.json'), JSON.stringify({ name, version: '0.0.0', description: name }));
    writeFileSync(join(folder, 'hooks/module.ts'), readFileSync(join(root, 'packages/hooks-claude/plugin/hooks/module.ts')));
    writeFileSync(join(folder, 'hooks/hooks.json'), JSON.stringify({ modules: ['./module.ts'], hooks }));
    return folder;
  };
  const { hooks } = JSON.parse(readFileSync(join(root, 'packages/hooks-claude/plugin/hooks/hooks.json'), 'utf8').replaceAll(/http:\/\/127\.0\.0\.1:\d+\/hooks/g, `${url}/hooks`));
  const events = ['PreToolUse', 'PostToolUse'];
  return { module: made('module', {}), plugin: made('plugin', Object.fromEntries(events.map((event) => [event, hooks[event]]))) };
}

/** Each way as a handler of a hook. The spool is one that nobody reads meanwhile. */
export function handlersOf(home, url) {
  const minimal = join(home, 'hook.mjs');
  mkdirSync(join(home, 'spooled'), { recursive: true });
  writeFileSync(minimal, `import { appendFileSync } from 'node:fs';\nconst chunks = [];\nfor await (const chunk of process.stdin) chunks.push(chunk);\nappendFileSync(${JSON.stringify(join(home, 'node.jsonl'))}, Buffer.concat(chunks));\n`);
  return {
    none: undefined,
    shellTrue: { type: 'command', command: 'true' },
    http: { type: 'http', url: `${url}/hooks/claude`, timeout: 5 },
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
