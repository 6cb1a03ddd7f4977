// Walks docs/guides/claude-code.md as a newcomer would, with installed packages and a home directory in which there is nothing: its first two commands,
// then a captured session of Claude Code, each payload given to whatever hook the settings now name for it, as the client does.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packages.mjs';

const capture = join(root, 'packages/hooks-claude/fixtures/jwt-auth');

/**
 * @param consumer The folder in which the packages are installed.
 * @param home A folder that becomes the home directory.
 * @returns What to tell of it.
 * @throws Error when the session is not recorded as it was captured.
 */
export async function walkGuide(consumer, home) {
  const started = Date.now();
  const project = join(home, 'api-service');
  mkdirSync(project, { recursive: true });
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:PLAYHEAD|XDG|CLAUDE)_/.test(name)));
  Object.assign(env, { HOME: home, USERPROFILE: home, CI: '1' });
  const playhead = (...args) => output('npx', ['--no-install', 'playhead', ...args], { cwd: consumer, env });
  try {
    for (const command of guideCommands()) console.log(await playhead(...command));
    const settings = JSON.parse(readFileSync(join(home, '.claude/settings.json'), 'utf8'));
    cpSync(join(capture, 'transcripts'), join(home, '.claude/projects'), { recursive: true });
    for (const payload of payloadsIn(home)) await callHooks(settings.hooks[payload.hook_event_name] ?? [], payload, { ...env, CLAUDE_PROJECT_DIR: project });
    const { sessions } = JSON.parse(await playhead('sessions', 'list', '--json'));
    if (sessions.length !== 1) throw new Error(`${sessions.length} sessions are recorded, not 1`);
    const document = JSON.parse(await playhead('sessions', 'show', sessions[0].sessionId, '--json'));
    sameCalls(document);
    await playhead('remove', 'claude');
    if (existsSync(join(home, '.claude/settings.json'))) throw new Error('playhead remove claude left settings behind');
    return `docs/guides/claude-code.md leads from nothing to "${document.session.name}" in ${Math.round((Date.now() - started) / 1000)} s`;
  } finally {
    await playhead('stop');
  }
}

/** The commands with which the guide begins. */
function guideCommands() {
  const [, code = ''] = /```sh\n([\s\S]*?)```/.exec(readFileSync(join(root, 'docs/guides/claude-code.md'), 'utf8')) ?? [];
  return code.trim().split('\n').map((line) => line.replace(/^npx playhead /, '').split(' '));
}

/** The payloads, as they would come from this home directory. */
function payloadsIn(home) {
  const lines = readFileSync(join(capture, 'hooks.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line.replaceAll('/home/dev/', `${JSON.stringify(home).slice(1, -1)}/`)).payload);
}

/** Does with a payload what the client does: calls its hooks, whatever they are, and minds that they neither print nor fail. */
async function callHooks(groups, payload, env) {
  for (const { hooks } of groups) {
    for (const { type, url, headers = {}, command, args } of hooks) {
      const body = `${JSON.stringify(payload)}\n`;
      if (type === 'http') {
        const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace(/^\$(\w+)$/, (_text, variable) => env[variable] ?? '')]));
        const answer = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...given } });
        if (answer.headers.get('playhead-recorded') !== '1') throw new Error(`the hook of ${payload.hook_event_name} was answered ${answer.status} and not recorded`);
      } else {
        const printed = await output(command, args ?? [], { env, cwd: payload.cwd, input: body, shell: args === undefined });
        if (printed !== '') throw new Error(`the hook of ${payload.hook_event_name} printed ${printed}`);
      }
    }
  }
}

/** Every call of the capture is there once and ended as it did. */
function sameCalls({ turns }) {
  const { calls } = JSON.parse(readFileSync(join(capture, 'truth.json'), 'utf8'));
  const told = (list) => JSON.stringify(list.sort());
  const recorded = told(turns.flatMap(({ steps }) => steps).map(({ toolUseId, status }) => `${toolUseId} ${status}`));
  if (recorded !== told(calls.map(({ id, status }) => `${id} ${status}`))) throw new Error(`the calls that were recorded are not those of the capture: ${recorded}`);
}

/** What a program prints. */
function output(command, args, { input, ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'], shell: process.platform === 'win32', ...options });
    const chunks = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(Buffer.concat(chunks).toString().trim()) : reject(new Error(`${command} ${args.join(' ')} ended with ${code}`))));
    child.stdin.end(input ?? '');
  });
}
