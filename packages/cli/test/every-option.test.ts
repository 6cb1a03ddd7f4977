import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createIdSource, encodeRecord, type JsonObject } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commands, findCommand } from '../src/command-table.ts';
import { filterOptions } from '../src/commands/session-filter.ts';
import { waitForServer } from '../src/local-server.ts';
import { recordBySources } from './every-source.ts';
import { faultsOfJson, schemaOfCommand } from './json-of-commands.ts';
import { buildBin, playhead, root, temporary } from './support.ts';

const home = temporary();
const dir = join(home, 'data');
let bin = '';
let names: Readonly<Record<string, string>> = {};
beforeAll(async () => {
  bin = await buildBin();
  const recorded = await recordBySources(dir, bin);
  const file = join(home, 'a-file');
  writeFileSync(file, 'no folder');
  const broken = join(home, 'broken');
  for (const folder of [broken, join(home, 'claude', 'projects')]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(broken, 'settings.json'), '{"retention":{"maxAge":3}}');
  writeFileSync(join(home, '.mcp.json'), '{"mcpServers":{"files":{"command":"npx"}}}');
  writeFileSync(join(home, 'claude', '.claude.json'), 'no JSON');
  const typescript = join(home, 'typescript');
  writeFileSync(typescript, 'Script started on 2025-11-21 10:00:00+00:00\n$ ls\r\n\nScript done on 2025-11-21 10:00:01+00:00\n');
  writeFileSync(`${typescript}.timing`, '0.1 6\n');
  names = { $SDK: recorded.sdk, $PTY: recorded.pty, $OWN: await recordOwn(), $NONE: '00000000-0000-7000-8000-000000000000', $TMP: home, $FILE: file, $BROKEN: broken };
  expect((await run('sessions reindex --review')).code).toBe(0); // how much asks for a review is looked at then
  names = { ...names, $CURSOR: (JSON.parse((await run('sessions list --sort started --order asc --limit 1 --json')).out) as { next: string }).next }; // of several sessions
});
afterAll(() => rmSync(bin, { force: true }));

/** A session that every option that narrows a list can find alone. */
async function recordOwn(): Promise<string> {
  const storage = fsStorage({ dir });
  const nextId = createIdSource();
  const at = Date.parse('2020-02-01T10:00:00Z') * 1000;
  const header = {
    sessionId: nextId(), name: 'Own words', harness: 'own-harness', agentName: 'Owner', workspaceName: 'own-workspace', project: 'own-project',
    identity: { type: 'user' as const, subject: 'own@example.org' }, task: { id: 'OWN-1', title: 'Own task' }, tags: ['own', 'second'],
  };
  await storage.create(header, { at });
  let n = 0;
  const line = (type: string, data: JsonObject, more: { readonly turn?: string; readonly call?: string } = {}): string => encodeRecord({ id: nextId(), p: 'p', e: 0, n, at: at + n++ * 1_000_000, type, via: 'sdk', ...more, data });
  await storage.append(header.sessionId, [
    line('session_start', header as unknown as JsonObject), // a header is JSON
    ...['1', '2'].flatMap((version) => [
      line('prompt', { text: `Own prompt ${version}`, origin: 'human' }, { turn: version }), line('skill_use', { name: 'own', version, tool: 'Skill' }, { turn: version, call: `s${version}` }), line('tool_result', { status: 'ok' }, { turn: version, call: `s${version}` }),
      line('terminal_command', { command: 'git push --force origin main', tool: 'Bash' }, { turn: version, call: `c${version}` }), line('tool_result', { status: 'ok' }, { turn: version, call: `c${version}` }), line('turn_end', { outcome: 'success' }, { turn: version }),
    ]),
    line('terminal_command', { command: 'bash', pty: { columns: 80, rows: 24 } }, { call: 't1' }),
    ...Array.from({ length: 150 }, (_, index) => line('file_read', { path: `own/${index}.ts`, content: 'x'.repeat(10_000) })),
    line('session_stop', { outcome: 'max_iterations_reached' }), line('session_status', { status: 'failed' }),
  ]);
  await storage.close();
  return header.sessionId;
}

/** The words of a line, as a shell has them, with what stands for `$NAME`. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => (quoted ?? plain ?? '').replace(/\$[A-Z]+/g, (name) => names[name] ?? name));
}

/** Runs a line in the data directory of this file, unless it names another one. */
function run(line: string): ReturnType<typeof playhead> {
  const words = wordsOf(line);
  const behind = words.indexOf('--');
  const own = words.includes('--dir') || !('dir' in (findCommand(words)?.command.options ?? {})) ? [] : ['--dir', dir];
  return playhead(behind < 0 ? [...words, ...own] : [...words.slice(0, behind), ...own, ...words.slice(behind)], { env: { HOME: home, PLAYHEAD_REDACTION: 'off', CLAUDE_CONFIG_DIR: join(home, 'claude') }, cwd: home });
}

/** Every option that narrows lists: what it must be to find only the session of its own, or with `least` at least it, and what not to find it. */
const FILTERS: Readonly<Record<string, { readonly only?: string; readonly least?: string; readonly none: string }>> = {
  status: { only: 'failed', none: 'recording' }, outcome: { only: 'max_iterations_reached', none: 'interrupted' }, harness: { only: 'own-harness', none: 'other' }, workspace: { only: 'own-workspace', none: 'other' },
  project: { only: 'own-project', none: 'other' }, agent: { only: 'Owner', none: 'other' }, identity: { only: 'own@example.org', none: 'other' }, task: { only: 'OWN-1', none: 'OWN-2' },
  tag: { only: 'own', none: 'other' }, tags: { only: 'own,second', none: 'own,other' }, after: { least: '2020-02-01', none: '2990-01-01' }, before: { only: '2020-02-02', none: '2020-02-01' },
  'min-size': { only: '1.5MB', none: '50MB' }, 'max-size': { least: '50MB', none: '1' }, search: { only: 'own PROMPT', none: 'nowhere at all' }, 'needs-review': { least: '', none: '' }, terminal: { least: '', none: '' }, agreement: { least: 'single', none: 'disagree' },
};

/** Commands that take them, and how many sessions they speak of. */
const FILTERED: Readonly<Record<string, (printed: Readonly<Record<string, unknown>>) => unknown>> = {
  'sessions list': ({ sessions }) => (sessions as readonly unknown[]).length, 'sessions search own': ({ hits }) => (hits as readonly unknown[]).length, // as its schema says
  'sessions stats': ({ cover }) => (cover as { sessions: number }).sessions, catalog: ({ cover }) => (cover as { sessions: number }).sessions, // as its schema says
  'catalog compare skill own': ({ a, error }) => (error ? 0 : (a as { sessions: number }).sessions), // as its schema says
};

/** Command lines that use each option, and reach each exit code, of the commands that are not tried elsewhere. */
const LINES: readonly (readonly [code: number, line: string, says?: RegExp])[] = [
  [0, 'sessions list --sort size --order desc --limit 1 --no-pager', /Own/], [0, 'sessions list --sort started --order asc --limit 1 --cursor $CURSOR --json', /"edits"/], [2, 'sessions list --sort age'], [1, 'sessions list --dir $FILE'],
  [0, 'sessions search "own prompt" --limit 3 --no-pager --json', /"field":"prompt"/], [0, 'sessions search force --in $OWN', /git push --force/], [1, 'sessions search x --in $NONE'], [2, 'sessions search'],
  [0, 'sessions stats --by week --most 1 --as-kept --no-pager', /by week/], [0, 'sessions stats --json', /"totals"/], [1, 'sessions stats --dir $FILE'], [2, 'sessions stats --most 0'],
  [0, 'catalog --kind skill --name own --most 1 --as-kept --no-pager', /own/], [0, 'catalog --json', /"items"/], [1, 'catalog --dir $FILE'], [2, 'catalog --kind magic'],
  [0, 'catalog compare skill own 1 2 --as-kept --no-pager', /skill own/], [1, 'catalog compare skill nothing --json', /not_found/], [2, 'catalog compare skill'],
  [0, 'sessions show $SDK --no-pager --all', /Make greetings friendly/], [0, 'sessions show $SDK --turns --json', /"turns"/], [0, 'sessions show $OWN --turn 2', /Own prompt 2/], [1, 'sessions show $OWN --turn 9'], [2, 'sessions show'],
  [0, 'sessions diff $SDK --stat --all --no-pager', /hello\.txt/], [2, 'sessions diff $SDK --pick'], [1, 'sessions diff $NONE --json', /session_not_found/],
  [0, 'sessions tail $SDK -n 1 --follow', /.+/], [0, 'sessions tail $SDK --lines 2 --since 2020-01-01 --json', /session_status/], [1, 'sessions tail $NONE'], [2, 'sessions tail --since soon'],
  [0, 'sessions open $SDK --print --json', /\/sessions\//], [1, 'sessions open $NONE --print'], [2, 'sessions open'],
  [0, 'sessions tag $SDK one two --author ada --json', /"one","two"/], [0, 'sessions tag $SDK --remove two', /^one$/], [1, 'sessions tag $NONE x'], [2, 'sessions tag $SDK a,b'],
  [0, 'sessions review $SDK --outcome failed --reason "It broke" --author ada --markdown', /It broke/], [0, 'sessions review $SDK --all --json', /"annotations"/], [2, 'sessions review $SDK --reason x'], [1, 'sessions review $NONE'], [2, 'sessions review $SDK --add $FILE'],
  [0, 'sessions compress --all --quiet-for 0 --dry-run --json', /"compressed"/], [1, 'sessions compress $NONE'], [2, 'sessions compress'],
  [0, 'sessions pin $SDK --reason why --author ada --json', /"pinned"/], [0, 'sessions pin $SDK --off', /is not pinned/], [1, 'sessions pin $NONE'], [2, 'sessions pin $SDK --off --reason x'],
  [0, 'sessions keep $SDK --for 30d --author ada', /30d/], [0, 'sessions keep $SDK --until 2190-01-01 --json', /"keepUntil"/], [0, 'sessions keep $SDK --off', /as long as the policy says/], [1, 'sessions keep $NONE --off'], [2, 'sessions keep $SDK'], [2, 'sessions keep $SDK --until 2990-01-01'], [2, 'sessions keep $SDK --for 40000d'],
  [0, 'sessions prune --max-count 1000 --max-age 9000d --max-size 5GB --workspace w --project shop --dry-run --json', /"dryRun":true/], [0, 'sessions prune --yes', /nothing is to be removed/], [1, 'sessions prune --dir $BROKEN --json', /invalid_settings/], [2, 'sessions prune --max-count few'],
  [0, 'sessions reindex --review --json', /"looked":/], [1, 'sessions reindex --dir $FILE'], [2, 'sessions reindex x'],
  [0, 'moments $OWN --type tool --all', /tool/], [1, 'moments $NONE --json', /session_not_found/], [2, 'moments'],
  [0, 'moment add Here --session $OWN --at 1:00 --description "What it is" --author ada --json', /"annotation"/], [1, 'moment add Here --session $NONE'], [2, 'moment add Here'],
  [0, 'replay $PTY --at end --fast --speed 2 --idle off --terminal 1 --no-colors', /one\ntwo/], [0, 'replay $OWN --print-meta', /"terminals":/], [1, 'replay $NONE'], [2, 'replay $PTY --speed 99'],
  [0, 'export $PTY --format cast2 --terminal 1', /"version":\s?2/], [0, 'export $PTY -o $TMP/out.txt --json', /"txt"/], [1, 'export $PTY --output /proc/playhead/x.cast'], [2, 'export $PTY --format gif'],
  [0, 'import $TMP/typescript --timing $TMP/typescript.timing --json', /"done"/], [0, 'import claude --all --again --json', /"done"/], [1, 'import $FILE'], [2, 'import nothing-such'],
  [0, 'redact $SDK --dry-run --policy strict --json', /"dryRun":true/], [0, 'redact --all --dry-run'], [1, 'redact $NONE'], [2, 'redact'],
  [0, 'completion fish', /complete -c playhead/], [0, 'completion ids', /^[0-9a-f-]{36}$/m], [1, 'completion ids --dir $FILE'], [2, 'completion tcsh'],
  [0, 'token create --kind read --workspace w --name dash --expires 30d --session $OWN --json', /"secret"/], [2, 'token create'], [0, 'token list --json', /"dash"/], [2, 'token list x'], [0, 'token revoke dash --json', /"revoked":true/], [1, 'token revoke dash --json', /not_found/], [2, 'token revoke'],
  [1, 'status --json', /"running":false/], [2, 'status x'], [0, 'stop', /no server runs/], [2, 'stop x'], [0, 'doctor --deep --fix --json', /"ok":true/], [2, 'doctor x'],
  [0, 'private $OWN --json', /"removed":\d+/], [1, 'private $NONE'], [2, 'private'],
  [0, 'sessions delete $PTY --yes --json', /"deleted":true/], [1, 'sessions delete $PTY'], [2, 'sessions delete'],
  [0, 'sessions audit --limit 1 --json', /"delete"/], [2, 'sessions audit --limit 0'],
  [0, 'init claude --scope project --transport http --dry-run', /hooks/], [2, 'init other'], [0, 'remove claude --scope project', /nothing changed/], [2, 'remove other'], [0, 'hooks claude settings --transport spool', /hooks/], [2, 'hooks claude settings --transport pigeon'],
  [0, 'gateway install --scope project --task OWN-1 --identity user:own@example.org --dry-run --json', /"dryRun":true/], [1, 'gateway install'], [2, 'gateway install --scope moon'],
  [0, 'gateway uninstall --scope project --dry-run', /"npx"/], [0, 'gateway uninstall --scope project --json', /"changed":false/], [1, 'gateway uninstall'], [2, 'gateway uninstall x'], [1, 'gateway status --json', /invalid_settings/], [2, 'gateway status x'],
  [0, 'approvals list --json', /"approvals":\[\]/], [1, 'approvals list --dir $FILE'], [2, 'approvals list x'],
  [1, 'serve --host 0.0.0.0'], [2, 'serve --port x'], [2, 'ui --port x'], [2, 'push'], [2, 'mcp x'], [2, 'demo --speed -1'],
];

/** What is tried in another file of tests: options and exit codes. */
const ELSEWHERE: Readonly<Record<string, readonly [file: string, ...what: readonly (string | 0 | 1 | 2)[]]>> = {
  status: ['cli/test/every-option.test.ts', 0], ui: ['cli/test/token.test.ts', '--json', 0], init: ['cli/test/claude-wiring.test.ts', '--shell-timing', 1], doctor: ['cli/test/doctor.test.ts', 1], push: ['cli/test/push.test.ts', '--all', '--url', '--json', 0, 1], mcp: ['cli/test/mcp.test.ts', 0],
  'gateway stdio': ['cli/test/gateway.test.ts', '--name', '--task', '--identity', '--wrapped', '--as', '--agent-user', '--mode', '--policy', '--url', '--token-file', 0, 1, 2], 'gateway http': ['cli/test/gateway-http.test.ts', '--upstream', '--listen', '--name', '--task', '--identity', '--rewrite-oauth-resource', '--json', '--mode', '--policy', '--url', '--token-file', '--as', '--agent-user', 0, 1, 2], 'gateway status': ['cli/test/gateway-install.test.ts', 0],
  'approvals approve': ['cli/test/approvals.test.ts', '--message', '--author', '--json', 0, 1, 2], 'approvals deny': ['cli/test/approvals.test.ts', '--message', '--author', '--json', 0, 1, 2],
  'gateway anthropic': ['cli/test/gateway-anthropic.test.ts', '--upstream', '--name', '--task', '--identity', '--policy', '--url', '--token-file', '--as', '--agent-user', 0, 2],
};
/** Exit codes that nothing but a machine in disorder brings about. */
const HARDLY: Readonly<Record<string, readonly (0 | 1 | 2)[]>> = {
  ui: [1], mcp: [1], stop: [1], remove: [1], 'hooks claude settings': [1], 'sessions audit': [1], 'token create': [1], 'token list': [1], record: [1], 'gateway anthropic': [1], demo: [1],
};

describe.each(Object.entries(FILTERED))('playhead %s', (command, countOf) => {
  test.each(Object.entries(FILTERS).filter(([option]) => option !== 'search' || !command.startsWith('sessions search')))('--%s says which sessions', async (option, { only, least, none }) => {
    const count = async (value: string): Promise<unknown> => countOf(JSON.parse((await run(`${command} --json --${option}${value === '' ? '' : ` "${value}"`}`)).out) as Readonly<Record<string, unknown>>); // an object, as its schema says
    const found = await count(only ?? least ?? '');
    expect([option, only === undefined ? Number(found) >= 1 : found]).toEqual([option, only === undefined ? true : 1]);
    if (none !== '') expect([option, await count(none)]).toEqual([option, 0]);
  });
});

test('every command takes its options, and ends with the exit code that it should', async () => {
  for (const [code, line, says = code === 0 ? /\S/ : /^/] of LINES) {
    const ended = await run(line);
    expect([line, ended.code, says.test(ended.out) ? '' : `${ended.out}\n${ended.err}`]).toEqual([line, code, '']);
    if (code === 2 || (code === 1 && !line.startsWith('status'))) expect([line, /\S/.test(ended.err)]).toEqual([line, true]); // why, for people
  }
});

test('record takes its options, and ends as what it recorded', async () => {
  const cast = join(home, 'one.cast');
  const record = (...args: readonly string[]): ReturnType<typeof spawnSync> => spawnSync(process.execPath, [bin, 'record', '--dir', dir, ...args], { encoding: 'utf8', env: { PATH: process.env['PATH'] ?? '', HOME: home }, stdio: ['ignore', 'pipe', 'pipe'] });
  const { status, stdout } = record('--headless', '--cols', '90', '--rows', '20', '--name', 'Named', '--input', '--output', cast, '--json', '--', 'sh', '-c', 'stty size; exit 3');
  expect(status).toBe(3);
  expect(await faultsOfJson(['record'], String(stdout).trim().split('\n'))).toEqual([]);
  expect(JSON.parse(readFileSync(cast, 'utf8').split('\n')[0] ?? '')).toMatchObject({ term: { cols: 90, rows: 20 } });
  expect((await run('sessions list --search Named')).out).toContain('Named');
  expect([record('--json', '--', 'true').status, record('--headless', '--cols', '0', '--', 'true').status, record('--headless', '--', 'no-such-command').status]).toEqual([2, 2, 127]);
});

test('serve takes its options, and ends when it is told to', async () => {
  const own = temporary();
  const child = spawn(process.execPath, [bin, 'serve', '--dir', own, '--port', '0', '--host', '127.0.0.1', '--allow-host', 'playhead.example', '--allow-origin', 'https://app.example', '--require-token'], { stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '', HOME: home } });
  const ended = once(child, 'exit');
  const { url } = await waitForServer(own, child.pid === undefined ? {} : { pid: child.pid });
  const asked = await fetch(`${url}/api/v1/sessions`, { headers: { origin: 'https://app.example' } });
  expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([401, 'https://app.example']);
  expect((await run(`status --json --dir ${own}`)).code).toBe(0);
  expect((await run(`serve --dir ${own}`)).code).toBe(1);
  expect((await run(`stop --dir ${own}`)).out).toContain('stopped the server');
  expect(await ended).toEqual([0, null]);
});

test('every option and every exit code of the table was tried', () => {
  const tried = LINES.map(([code, line]) => ({ code, name: findCommand(line.split(' '))?.command.name ?? '', words: line.split(' ') }));
  const missing = commands.flatMap(({ name, options = {} }) => {
    if (name === 'record' || name === 'serve' || name === 'demo') return []; // above; test/e2e runs the demo
    const own = tried.filter((one) => one.name === name);
    const used = new Set<unknown>([...own.flatMap(({ words }) => words), ...own.map(({ code }) => code), ...(ELSEWHERE[name] ?? []), ...(HARDLY[name] ?? []), '--dir']);
    const filtered = Object.keys(FILTERED).some((line) => findCommand(line.split(' '))?.command.name === name);
    const lacks = Object.entries(options).filter(([option, { short = '' }]) => !used.has(`--${option}`) && !used.has(`-${short}`) && !(filtered && option in filterOptions));
    return [...lacks.map(([option]) => `${name} --${option}`), ...[0, 1, 2].filter((code) => !used.has(code)).map((code) => `${name} ends with ${code}`)];
  });
  expect(missing).toEqual([]);
  expect(Object.keys(FILTERS).toSorted()).toEqual(Object.keys(filterOptions).toSorted());
  for (const [name, [file, ...what]] of Object.entries(ELSEWHERE)) {
    const text = readFileSync(join(root, 'packages', file), 'utf8');
    expect([name, what.filter((one) => typeof one === 'string' && !text.includes(`'${one}'`))]).toEqual([name, []]);
  }
});

test('what every command prints with --json has a published schema', () => {
  expect(commands.filter(({ name, options = {} }) => ('json' in options || 'print-meta' in options) && !schemaOfCommand(name)).map(({ name }) => name)).toEqual([]);
});
