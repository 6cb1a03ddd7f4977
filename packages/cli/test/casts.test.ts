import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionRecord } from '@playhead/protocol';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { expect, test } from 'vitest';
import { playhead, root, temporary } from './support.ts';

const env = { PLAYHEAD_REDACTION: 'off' };
const TUI = join(root, 'packages/hooks-claude/fixtures/tui-deny/tui.cast');

/** A program of this machine. In CI all of them have to be there. */
function has(program: string): boolean {
  const found = spawnSync('sh', ['-c', 'command -v "$0"', program]).status === 0;
  if (!found && process.env['PLAYHEAD_REQUIRE_BROWSER'] === '1') throw new Error(`${program} is not installed, and it is wanted here.`);
  return found;
}

interface Imported { readonly sessionId: string; readonly created: boolean; readonly records: number; readonly damage: readonly string[] }

async function importFile(dir: string, path: string, more: readonly string[] = []): Promise<Imported> {
  const { code, out, err } = await playhead(['import', path, '--json', '--dir', dir, ...more], { env });
  expect([code, err]).toEqual([0, '']);
  return JSON.parse(out) as Imported; // our own command's answer
}

async function exported(dir: string, id: string, format: string): Promise<string> {
  const path = join(temporary(), 'exported');
  expect(JSON.parse((await playhead(['export', id, '--format', format, '-o', path, '--json', '--dir', dir])).out)).toMatchObject({ sessionId: id, format });
  return path;
}

async function recordsIn(dir: string, id: string): Promise<readonly SessionRecord[]> {
  const storage = fsStorage({ dir });
  const records: SessionRecord[] = [];
  for await (const chunk of storage.read(id)) records.push(...chunk.records.map(({ record }) => record));
  await storage.close();
  return records;
}

const facts = (records: readonly SessionRecord[]): unknown =>
  records.map(({ type, at, call, data }) => ({ type, at, call, data: type === 'session_start' || type === 'terminal_command' ? {} : data })); // these name the kind of file
const linesOf = (path: string): readonly unknown[] => readFileSync(path, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as unknown);
const printedBy = (records: readonly SessionRecord[]): string => records.flatMap(({ type, data }) => (type === 'terminal_output' && typeof data['text'] === 'string' ? [data['text']] : [])).join('');

/** A cast with the terminal of a real program, wherever one is. */
const CAST = existsSync(TUI) ? TUI : join(temporary(), 'made.cast');
if (CAST !== TUI) writeFileSync(CAST, '{"version":2,"width":100,"height":30,"timestamp":1795231725,"env":{"TERM":"xterm"}}\n[0.1,"o","\\u001b[1mhello\\u001b[0m é\\r\\n"]\n[0.5,"r","90x20"]\n[1.25,"o","bye\\r\\n"]\n');

test('a cast is imported once, listed, shown as a terminal, and goes out as it came in', async () => {
  const dir = temporary();
  const first = await importFile(dir, CAST);
  expect(first).toMatchObject({ created: true, damage: [] });
  expect(await importFile(dir, CAST)).toMatchObject({ sessionId: first.sessionId, created: false, records: 0 });
  const { sessions } = JSON.parse((await playhead(['sessions', 'list', '--json', '--dir', dir])).out) as { sessions: { sessionId: string; status: string; harness: string }[] };
  expect(sessions).toMatchObject([{ sessionId: first.sessionId, status: 'completed', harness: 'terminal' }]);
  const out = await exported(dir, first.sessionId, 'cast2');
  expect(linesOf(out)).toEqual(linesOf(CAST));
  const again = await importFile(temporary(), out);
  expect(again.records).toBe(first.records);
});

test('a session goes to another machine as a cast and is all there', async () => {
  const [here, there] = [temporary(), temporary()];
  const { sessionId } = await importFile(here, CAST);
  const storage = fsStorage({ dir: here });
  await storage.annotate(sessionId, { id: '01937d1e-0000-7000-8000-00000000aaaa', at: 1, author: 'ada', type: 'note', data: { text: 'look' } });
  await storage.close();
  const cast = await exported(here, sessionId, 'cast3');
  expect(readFileSync(cast, 'utf8')).toContain('# playhead-annotation');
  const moved = await importFile(there, cast);
  expect(facts(await recordsIn(there, moved.sessionId))).toEqual(facts(await recordsIn(here, sessionId)));
  const copy = fsStorage({ dir: there });
  expect(await copy.annotations(moved.sessionId)).toMatchObject([{ author: 'ada', data: { text: 'look' } }]);
  await copy.close();
});

test('an import that was cut short goes on where it ended', async () => {
  const dir = temporary();
  const cast = join(temporary(), 'long.cast');
  writeFileSync(cast, `{"version":2,"width":80,"height":24}\n${Array.from({ length: 900 }, (_, n) => `[${n}.5,"o","line ${n}\\r\\n"]\n`).join('')}`);
  const whole = await importFile(dir, cast);
  const [file] = readFiles(dir);
  const lines = readFileSync(file!, 'utf8').split('\n');
  writeFileSync(file!, `${lines.slice(0, 400).join('\n')}\n${lines[400]!.slice(0, 30)}`);
  const rest = await importFile(dir, cast);
  expect(rest).toMatchObject({ sessionId: whole.sessionId, created: false });
  expect(rest.records).toBeGreaterThan(400);
  expect(printedBy(await recordsIn(dir, whole.sessionId)).match(/line \d+\r\n/g)).toHaveLength(900);
});

const readFiles = (dir: string): string[] => execFileSync('find', [join(dir, 'sessions'), '-name', '*.jsonl'], { encoding: 'utf8' }).trim().split('\n').filter((path) => !path.includes('annotations'));

test('what ends in the middle is imported as far as it goes, and what is no recording is refused', async () => {
  const dir = temporary();
  const torn = join(temporary(), 'torn.cast');
  writeFileSync(torn, '{"version":3,"term":{"cols":80,"rows":24}}\n[0.5,"o","a"]\n[0.5,"o","b');
  expect(await importFile(dir, torn)).toMatchObject({ created: true, damage: ['Line 3 is no event, so it was left out.'] });
  for (const [content, code] of [['hello', 'not_a_recording'], ['{"version":9}', 'not_a_recording'], ['', 'not_a_recording']] as const) {
    writeFileSync(torn, content);
    const refused = await playhead(['import', torn, '--json', '--dir', dir], { env });
    expect([refused.code, JSON.parse(refused.out)]).toMatchObject([1, { error: { code } }]);
  }
  expect((await playhead(['import', join(dir, 'nowhere.cast'), '--dir', dir], { env })).code).toBe(2);
});

test('a secret in a cast is redacted like any other', async () => {
  const dir = temporary();
  const cast = join(temporary(), 'secret.cast');
  writeFileSync(cast, '{"version":2,"width":80,"height":24}\n[0.5,"o","export T=ghp_"]\n[0.6,"o","x7Kq2mN9pL4vR8sT1wY6zA3bC5dE0fG2hJ4k\\r\\n"]\n[1,"o","after\\r\\n"]\n');
  const { code, out } = await playhead(['import', cast, '--json', '--dir', dir]);
  expect(code).toBe(0);
  const { sessionId } = JSON.parse(out) as Imported; // our own command's answer
  const stored = printedBy(await recordsIn(dir, sessionId));
  expect(stored).not.toContain('x7Kq2mN9pL4v');
  expect(stored).toContain('after');
});

test('what a cast showed is there at its time, also where its end might have been the beginning of a secret', async () => {
  const dir = temporary();
  const cast = join(temporary(), 'waits.cast');
  writeFileSync(cast, '{"version":2,"width":80,"height":24}\n[0.5,"o","one\\r\\n$ "]\n[0.6,"o","export T=ghp_"]\n[0.7,"o","x7Kq2mN9pL4vR8sT1wY6zA3bC5dE0fG2hJ4k\\r\\n"]\n[5,"o","$ run"]\n[9,"o","\\r\\ntwo\\r\\n"]\n');
  const { code, out } = await playhead(['import', cast, '--json', '--dir', dir]);
  expect(code).toBe(0);
  const { sessionId } = JSON.parse(out) as Imported; // our own command's answer
  const screenAt = async (at: string): Promise<string> => (await playhead(['replay', sessionId, '--at', at, '--dir', dir])).out.trim();
  expect(await screenAt('0:03')).toMatch(/^one\n\$ export T=(?!.*x7Kq2mN9).+$/);
  expect(await screenAt('0:07')).toMatch(/\n\$ run$/);
  const again = JSON.parse((await playhead(['import', cast, '--json', '--dir', dir])).out) as Imported; // our own command's answer
  expect(again.records).toBe(0);
});

test('a long cast can be sought in as soon as it is imported', async () => {
  const dir = temporary();
  const cast = join(temporary(), 'long.cast');
  const events = Array.from({ length: 5000 }, (_, index) => JSON.stringify([index / 100, 'o', `\u001b[3${index % 8}m${index}\u001b[0m ${'x'.repeat(80)}\r\n`]));
  writeFileSync(cast, `{"version":2,"width":80,"height":24}\n${events.join('\n')}\n`);
  const { sessionId } = await importFile(dir, cast);
  expect(existsSync(join(dir, 'derived', sessionId, 'keyframes.2'))).toBe(true);
});

test('the plain text of a terminal has no control characters', async () => {
  const dir = temporary();
  const cast = join(temporary(), 'plain.cast');
  writeFileSync(cast, '{"version":2,"width":80,"height":24}\n[0.5,"o","\\u001b[31mred\\u001b[0m é\\r\\n\\r\\n10%\\r99%"]\n[1,"o","\\r\\n\\u001b]0;t\\u0007end"]\n');
  const { sessionId } = await importFile(dir, cast);
  expect(readFileSync(await exported(dir, sessionId, 'txt'), 'utf8')).toBe('red é\n\n99%\nend\n');
});

/** What asciinema prints of a cast. It wants a terminal of its own, which `script` gives it. */
function playedBy(cast: string): string {
  const printed = join(temporary(), 'printed');
  execFileSync('script', ['-qec', `asciinema cat '${cast}' > '${printed}'`, '/dev/null'], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ASCIINEMA_CONFIG_HOME: temporary() } });
  return readFileSync(printed, 'utf8');
}

test.skipIf(!has('asciinema') || !has('script'))('what asciinema records is imported, and asciinema plays what is exported', async () => {
  const dir = temporary();
  const cast = join(temporary(), 'real.cast');
  execFileSync('asciinema', ['rec', '-q', '--stdin', '-c', 'printf "\\033[1mbold\\033[0m äöü 漢字\\n"; echo done', cast], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, TERM: 'xterm-256color', ASCIINEMA_CONFIG_HOME: temporary() } });
  const { sessionId, damage } = await importFile(dir, cast);
  expect(damage).toEqual([]);
  const printed = printedBy(await recordsIn(dir, sessionId));
  expect(printed).toContain('漢字');
  const out = await exported(dir, sessionId, 'cast2');
  expect(linesOf(out)).toEqual(linesOf(cast));
  expect(playedBy(out)).toBe(printed);
  const tui = await importFile(dir, CAST);
  expect(playedBy(await exported(dir, tui.sessionId, 'cast2'))).toBe(printedBy(await recordsIn(dir, tui.sessionId)));
});

test.skipIf(!has('script') || !has('scriptreplay'))('what script records is imported, and scriptreplay plays what is exported', async () => {
  const dir = temporary();
  const [typescript, timing] = [join(dir, 'typescript'), join(dir, 'timing')];
  const bytes = "printf 'one\\n'; printf '\\377\\376 two\\n'; exit 3";
  for (const options of [['--log-io', typescript, '--log-timing', timing], [`--timing=${timing}`, typescript]]) {
    spawnSync('script', ['-q', '-c', bytes, ...options], { stdio: ['ignore', 'ignore', 'inherit'] });
    const home = temporary();
    const { sessionId } = await importFile(home, typescript, ['--timing', timing]);
    const records = await recordsIn(home, sessionId);
    expect(records.find(({ type }) => type === 'tool_result')?.data).toMatchObject({ status: 'failed' });
    const out = await exported(home, sessionId, 'script');
    const played = execFileSync('scriptreplay', ['--log-timing', `${out}.timing`, '--log-io', out, '--maxdelay', '0.01'], { encoding: 'latin1' });
    expect(played).toContain('one\r\n');
    expect(played).toContain('\u00ff\u00fe two\r\n');
  }
});

test('what cannot be written is told, and nothing is removed that was there before', async ({ skip }) => {
  const dir = temporary();
  const { sessionId } = await importFile(dir, CAST);
  const folder = temporary();
  const nowhere = await playhead(['export', sessionId, '-o', join(folder, 'afile/one.cast'), '--dir', dir]);
  expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringMatching(/could not be written \(ENOENT.*Choose another place with --output\./)]);
  const full = join(folder, 'full');
  if (spawnSync('mknod', [full, 'c', '1', '7']).status !== 0) return skip('only root may make a device');
  const { code, err } = await playhead(['export', sessionId, '-o', full, '--dir', dir]);
  expect([code, err]).toEqual([1, expect.stringContaining('ENOSPC')]);
  expect(existsSync(full)).toBe(true);
});
