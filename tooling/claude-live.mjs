// Records sessions of the real Claude Code by every tier, and says field by field where a recording is not what happened: node tooling/claude-live.mjs --help
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { differences, truthOf } from './claude-truth.mjs';
import { root } from './packages.mjs';

const HELP = `Records sessions of the real Claude Code by every tier, and compares each recording field by field with what the client's own files say: turns, calls,
their statuses, inputs, outputs, MCP names, skills and subagents. Prints every difference, then a table; nothing differs, or it ends with 1.

  CLAUDE_BIN=… PLAYHEAD_REAL_CLAUDE=… node tooling/claude-live.mjs [options]     (after pnpm build)

  CLAUDE_BIN             the client
  PLAYHEAD_REAL_CLAUDE   a folder whose run.sh and tui.sh play a scenario with it against a scripted model
  --tier a,b             of http, spool, plugin (as it is installed: its first session), module (the plugin once its module ran), import; default all
  --scenario a,b         of agents, graph, refusals (needs tmux), jwt-auth; default all
  --keep FOLDER          keep the client's files and the recordings there
`;

/** How sessions get recorded. `import` records nothing while the client runs, and reads its transcripts afterwards. */
export const tiers = ['http', 'spool', 'plugin', 'module', 'import'];
const fixtures = join(root, 'packages/hooks-claude/fixtures');
const bin = join(root, 'packages/cli/bin/playhead.js');

/** Why it cannot run here; undefined when it can. */
export function whyNot(env = process.env) {
  if (!env.CLAUDE_BIN) return 'CLAUDE_BIN names no Claude Code';
  if (!env.PLAYHEAD_REAL_CLAUDE || !existsSync(join(env.PLAYHEAD_REAL_CLAUDE, 'run.sh'))) return 'PLAYHEAD_REAL_CLAUDE names no folder that plays scenarios';
  return undefined;
}

/** The scenarios: a file, and for those that need a person at the terminal what is typed. */
export function scenarios(env = process.env) {
  return {
    agents: { file: join(fixtures, 'agents/scenario.json') },
    graph: { file: join(fixtures, 'graph/scenario.json') },
    refusals: { file: join(fixtures, 'refusals/scenario.json'), keys: join(fixtures, 'refusals/keys.sh') },
    'jwt-auth': { file: join(env.PLAYHEAD_REAL_CLAUDE ?? '', 'scenarios/jwt-auth.json') },
  };
}

/** Plays one scenario while it is recorded by one tier. @returns What happened, and what was recorded. */
export async function live({ scenario, tier, out, env = process.env }) {
  const { file, keys } = scenarios(env)[scenario];
  const home = join(out, 'home');
  const data = join(out, 'data');
  mkdirSync(join(home, '.claude'), { recursive: true });
  const own = { ...env, HOME: home, CLAUDE_CONFIG_DIR: join(home, '.claude'), PLAYHEAD_HOME: data, PLAYHEAD_REDACTION: 'off' }; // what happened is compared byte for byte
  const server = tier === 'http' || tier === 'plugin' || tier === 'module' ? spawn(process.execPath, [bin, 'serve', '--dir', data, '--port', String(await freePort())], { env: own, stdio: 'ignore' }) : undefined;
  try {
    if (server) await until(() => existsSync(join(data, 'server.json')), 'the server starts');
    if (tier !== 'import') playhead(['init', 'claude', '--transport', tier === 'module' ? 'plugin' : tier], own);
    const hooks = join(data, 'claude-plugin/hooks');
    if (tier === 'module') copyFileSync(join(hooks, 'beside-module.json'), join(hooks, 'hooks.json')); // as the session before left it
    if (keys) answerQuestions(join(home, '.claude/.claude.json'), join(home, JSON.parse(readFileSync(file, 'utf8')).project.name));
    const [script, ...args] = keys ? ['tui.sh', file, out, 'session', '100x30', keys] : ['run.sh', file, out];
    const played = spawnSync(join(env.PLAYHEAD_REAL_CLAUDE, script), args, { env: { ...env, CLAUDE_BIN: withoutOtherHooks(out, env.CLAUDE_BIN), EXTRA_ENV: `PLAYHEAD_HOME=${data} PLAYHEAD_REDACTION=off` }, encoding: 'utf8', timeout: 400_000 });
    if (played.status !== 0) throw new Error(`${script} ended with ${played.status}: ${played.stdout}${played.stderr}`);
    if (tier === 'import') playhead(['import', 'claude', join(home, '.claude/projects')], own);
    const truth = truthOf(join(home, '.claude/projects'));
    if (server) await until(() => settled(data, own, truth), 'the recordings are complete');
    return { truth, documents: documentsIn(data, own), said: played.stdout.trim() };
  } finally {
    if (server) await new Promise((done) => { server.once('exit', done); server.kill('SIGTERM'); });
  }
}

/** The client without the hooks by which the scenario's folder captures payloads: what nobody else asks for must be recorded too. */
function withoutOtherHooks(out, client) {
  const path = join(out, 'client.sh');
  writeFileSync(path, `#!/bin/sh
left=$# skip=
while [ "$left" -gt 0 ]; do
  left=$((left - 1))
  if [ -n "$skip" ]; then skip=; elif [ "$1" = --settings ]; then skip=1; else set -- "$@" "$1"; fi
  shift
done
exec "${client}" "$@"
`, { mode: 0o755 });
  return path;
}

/** What the client asks a person at its first start. Installing the plugin made its file already. */
function answerQuestions(path, folder) {
  const state = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  const trusted = { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true };
  const answers = { hasCompletedOnboarding: true, theme: 'dark', numStartups: 5, lastOnboardingVersion: '99.0.0', customApiKeyResponses: { approved: ['dummy-key'], rejected: [] }, projects: { [folder]: trusted } };
  writeFileSync(path, JSON.stringify({ ...state, ...answers }));
}

function playhead(args, env) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], { env, encoding: 'utf8', maxBuffer: 1 << 30 });
  if (status !== 0) throw new Error(`playhead ${args.join(' ')} ended with ${status}: ${stderr}`);
  return stdout;
}

function listed(data, env) {
  return JSON.parse(playhead(['sessions', 'list', '--json', '--dir', data], env)).sessions;
}

/** Whether every session that happened is recorded to its end. */
function settled(data, env, truth) {
  const sessions = listed(data, env);
  return truth.every(({ session }) => sessions.some(({ harnessSessionId }) => harnessSessionId === session)) && sessions.every(({ status }) => status === 'completed');
}

function documentsIn(data, env) {
  return listed(data, env).map(({ sessionId }) => JSON.parse(playhead(['sessions', 'show', sessionId, '--json', '--dir', data], env)));
}

/** Every difference, one a line. */
export function compared({ truth, documents }) {
  return truth.flatMap((session) => {
    const own = documents.filter((document) => document.session.harnessSessionId === session.session);
    return own.length === 0 ? [`${session.session}: there is no recording`] : differences(session, own);
  });
}

async function until(holds, what) {
  const end = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Waited in vain until ${what}.`);
    await new Promise((done) => { setTimeout(done, 200); });
  }
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => { const { port } = server.address(); server.close(() => done(port)); });
  });
}

async function main() {
  const { values } = parseArgs({ options: { tier: { type: 'string' }, scenario: { type: 'string' }, keep: { type: 'string' }, help: { type: 'boolean' } } });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const why = whyNot();
  if (why) {
    console.error(`NOT COMPARED with the real Claude Code: ${why}.`);
    return 2;
  }
  const rows = [];
  for (const scenario of values.scenario?.split(',') ?? Object.keys(scenarios())) {
    for (const tier of values.tier?.split(',') ?? tiers) {
      const out = values.keep ? join(resolve(values.keep), `${scenario}-${tier}`) : mkdtempSync(join(tmpdir(), 'playhead-live-'));
      const result = await live({ scenario, tier, out });
      const found = compared(result);
      for (const line of found) console.log(`  ${line}`);
      const calls = result.truth.reduce((sum, session) => sum + session.calls.length, 0);
      const capture = result.documents[0]?.session.capture;
      const turns = result.truth.reduce((sum, session) => sum + session.turns.length, 0);
      rows.push({ scenario, tier, sessions: result.truth.length, turns, calls, differences: found.length, 'recorded by': capture?.tier });
      console.log(`${scenario} by ${tier}: ${result.truth.length} sessions, ${turns} turns, ${calls} calls, ${found.length} differences; recorded by ${capture?.tier}, which does not tell: ${capture?.loses?.join(', ')}`);
      if (!values.keep) rmSync(out, { recursive: true, force: true });
    }
  }
  console.table(rows);
  return rows.some(({ differences: count }) => count > 0) ? 1 : 0;
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) process.exitCode = await main();
