import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const cli = join(dirname(createRequire(import.meta.url).resolve('playhead/package.json')), 'bin', 'playhead.js');

/** What one machine knows of: its own data directory, and perhaps a server. */
export function environment(home, more = {}) {
  return { PATH: process.env.PATH, HOME: home, PLAYHEAD_HOME: home, ...more };
}

/** Runs a program to its end. @returns What it printed, and its exit code. */
export async function run(args, env) {
  const child = spawn(process.execPath, args, { env, cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { out += text; });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, out: out.trim() };
}

/** Runs a command of playhead. */
export const playhead = (args, env) => run([cli, ...args], env);

/** Starts a server and waits until it says where it is. */
export async function serve(args, env) {
  const child = spawn(process.execPath, [cli, 'serve', ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      out += text;
      const found = /at (http:\S+)\/sessions/.exec(out);
      if (found) resolve(found[1]);
    });
    child.on('close', () => reject(new Error(`the server ended: ${out}`)));
  });
  const stop = async () => {
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  return { url, port: new URL(url).port, stop };
}
