import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { compared } from './ways.mjs';

/** What the client's log says of a hook of a module, as it waited for it: what it hooks goes on inside. */
const HOP = /hooks module \S+ (classic\.(?:PreToolUse|PostToolUse)) settled in ([\d.]+)ms/g;

const ROUNDS = 6;
const TURNS = 10;
const EVENTS = ['PreToolUse', 'PostToolUse'];

/** The waits that the real client reports while its model reads a file ten times, and the time of a whole session against one without hooks. */
export async function measureClient(ways, home, plugins) {
  const { scriptedModel } = await modelModule();
  const read = [{ tool: 'Read', input: { file_path: join(home, 'project', 'a.txt') } }];
  const model = await scriptedModel(Array.from({ length: TURNS }, () => read));
  const waits = {};
  const sessions = {};
  try {
    for (let round = 0; round <= ROUNDS; round += 1) {
      for (const [name, way] of [...Object.entries(ways), ...Object.entries(plugins)]) {
        const run = await session(model.url, home, way);
        if (round === 0) continue; // the first one warms up
        (waits[name] ??= []).push(...run.waits);
        (sessions[name] ??= []).push(run.ms);
      }
    }
  } finally {
    await model.close();
  }
  const { none: _none, ...hooks } = waits;
  const least = (list) => Math.min(...list);
  return { hooks: compared(hooks), sessionToNone: Object.fromEntries(Object.entries(sessions).map(([name, list]) => [name, Math.round((least(list) / least(sessions.none)) * 100) / 100])) };
}

async function session(url, home, way) {
  const plugin = typeof way === 'string' ? way : undefined;
  const handler = plugin === undefined ? way : undefined;
  const log = join(home, 'debug.log');
  rmSync(log, { force: true });
  const cwd = join(home, 'project');
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'a.txt'), 'one\n');
  const hooks = handler === undefined ? {} : Object.fromEntries(EVENTS.map((event) => [event, [{ hooks: [handler] }]]));
  const args = ['-p', 'Read it', '--output-format', 'stream-json', '--verbose', '--include-hook-events', '--model', 'claude-sonnet-5', '--settings', JSON.stringify({ hooks }), ...(plugin === undefined ? [] : ['--plugin-dir', plugin, '--debug-file', log])];
  const env = {
    PATH: process.env.PATH, HOME: home, ANTHROPIC_BASE_URL: url, ANTHROPIC_API_KEY: 'dummy', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_TELEMETRY: '1', DISABLE_AUTOUPDATER: '1',
    PLAYHEAD_HOME: join(home, 'data'), HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '127.0.0.1,localhost',
  };
  const started = performance.now();
  const child = spawn(process.env.CLAUDE_BIN, args, { cwd, env, stdio: ['ignore', 'pipe', 'ignore'] });
  const begun = new Map();
  const waits = [];
  const own = [];
  let rest = '';
  child.stdout.on('data', (chunk) => {
    rest += String(chunk);
    for (let end = rest.indexOf('\n'); end >= 0; rest = rest.slice(end + 1), end = rest.indexOf('\n')) {
      const { subtype, hook_id: id } = JSON.parse(rest.slice(0, end));
      if (subtype === 'hook_started') begun.set(id, performance.now());
      if (subtype === 'hook_response' && begun.has(id)) waits.push(performance.now() - begun.get(id));
    }
  });
  const code = await new Promise((done) => child.on('close', done));
  if (code !== 0) throw new Error(`Claude Code ended with ${code}.`);
  const ms = performance.now() - started;
  // A module is part of the client: hooks of settings run inside its wait, so it is the whole of both.
  if (plugin !== undefined) for (const [, , hop] of readFileSync(log, 'utf8').matchAll(HOP)) own.push(Number(hop));
  return { waits: plugin === undefined ? waits : own, ms };
}

/** The model that the tests of the real client use. */
async function modelModule() {
  const { outputFiles } = await build({ entryPoints: [resolve(import.meta.dirname, '../../packages/cli/test/scripted-model.ts')], bundle: true, write: false, format: 'esm', platform: 'node', logLevel: 'silent' });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}
