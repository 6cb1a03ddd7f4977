// What an import of Claude Code's transcripts costs: processor time and memory of `playhead import claude`, beside reading the same files with `readline` and
// `JSON.parse` in the same run. `large` is one long session, `many` are short ones in one folder. Prints one line of JSON; only the ratios mean
// something on another machine. `--megabytes N` (default 12) says how large the one is, `--sessions N` (default 30) how many the others are.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { megabytes: { type: 'string', default: '12' }, sessions: { type: 'string', default: '30' }, json: { type: 'boolean' } }, args: process.argv.slice(3), strict: false });
const bin = fileURLToPath(new URL('../packages/cli/bin/playhead.js', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'playhead-bench-import-'));

const WORDS = 'the build of part reads src/routes/login.ts and writes a test for refresh tokens, expect(status).toBe(401); 12 passed, 3 skipped in 4.2s\n'.split(' ');
let seed = 7;
const random = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
const textOf = (size) => {
  const parts = [];
  for (let length = 0; length < size;) {
    const word = WORDS[Math.floor(random() * WORDS.length)];
    parts.push(word);
    length += word.length + 1;
  }
  return parts.join(' ').slice(0, size);
};

/** A session as Claude Code writes it: prompts, commands with outputs of a few kB, files that were read, answers. */
function transcriptOf(session, bytes) {
  const lines = [];
  let size = 0;
  const put = (fields) => {
    const uuid = `${session.slice(0, 24)}${String(lines.length).padStart(12, '0')}`;
    const line = JSON.stringify({ parentUuid: null, isSidechain: false, ...fields, uuid, timestamp: new Date(1_763_690_000_000 + lines.length * 100).toISOString(), cwd: '/work', sessionId: session, version: '2.1.329', gitBranch: 'main' });
    lines.push(line);
    size += line.length + 1;
  };
  const usage = { input_tokens: 10, output_tokens: 20, cache_read_input_tokens: 1000, cache_creation_input_tokens: 5 };
  for (let turn = 1; size < bytes; turn += 1) {
    const promptId = `turn-${turn}`;
    put({ type: 'user', promptId, message: { role: 'user', content: `Prompt ${turn}: ${textOf(200)}` } });
    for (let call = 0; call < 10 && size < bytes; call += 1) {
      const id = `toolu_${session.slice(-6)}_${turn}_${call}`;
      const message = (content) => ({ id: `msg_${id}`, role: 'assistant', model: 'claude-x', content, usage });
      put({ type: 'assistant', message: message([{ type: 'text', text: textOf(300) }]) });
      const reads = call % 2 === 1;
      put({ type: 'assistant', message: message([reads ? { type: 'tool_use', id, name: 'Read', input: { file_path: `/work/src/${call}.ts` } } : { type: 'tool_use', id, name: 'Bash', input: { command: `make part-${call}` } }]) });
      const text = textOf(2000 + Math.floor(random() * 12_000));
      put({ type: 'user', promptId, message: { role: 'user', content: [{ type: 'tool_result', tool_use_id: id, content: text }] }, toolUseResult: reads ? { type: 'text', file: { filePath: `/work/src/${call}.ts`, content: text, numLines: 9, startLine: 1, totalLines: 9 } } : { stdout: text, stderr: '', interrupted: false } });
    }
    put({ type: 'assistant', message: { id: `msg_end_${turn}`, role: 'assistant', model: 'claude-x', content: [{ type: 'text', text: `Done ${turn}` }] } });
  }
  return `${lines.join('\n')}\n`;
}

function write(name, sessions, bytes) {
  const folder = join(home, name, '-work');
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < sessions; index += 1) {
    const session = `5f2b6c8d-7e01-4000-8000-${String(index).padStart(12, '0')}`;
    writeFileSync(join(folder, `${session}.jsonl`), transcriptOf(session, bytes));
  }
  return { folder, bytes: readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0) };
}

const watcher = join(home, 'usage.mjs');
writeFileSync(watcher, "process.on('exit', () => { const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); process.stderr.write(`\\nUSAGE ${JSON.stringify({ ms: (userCPUTime + systemCPUTime) / 1000, rss: maxRSS * 1024 })}\\n`); });\n");
const plain = join(home, 'plain.mjs');
writeFileSync(plain, "import { createReadStream, readdirSync } from 'node:fs'; import { join } from 'node:path'; import { createInterface } from 'node:readline';\nfor (const file of readdirSync(process.argv[2])) for await (const line of createInterface({ input: createReadStream(join(process.argv[2], file)), crlfDelay: Infinity })) JSON.parse(line);\n");

function usage(args) {
  const { status, stderr } = spawnSync(process.execPath, ['--import', watcher, ...args], { encoding: 'utf8', maxBuffer: 1e9, env: { ...process.env, HOME: home } });
  const told = /USAGE (.*)/.exec(stderr)?.[1];
  if (status !== 0 || !told) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr.slice(-500)}`);
  return JSON.parse(told);
}

function measure(name, sessions, bytesEach) {
  const { folder, bytes } = write(name, sessions, bytesEach);
  const rounds = [1, 2].map((round) => {
    const peer = usage([plain, folder]);
    const dir = join(home, `${name}-${round}`);
    const ours = usage([bin, 'import', 'claude', folder, '--json', '--dir', dir]);
    const again = usage([bin, 'import', 'claude', folder, '--json', '--dir', dir]);
    rmSync(dir, { recursive: true });
    return { peer: peer.ms, ours: ours.ms, again: again.ms, rss: ours.rss };
  });
  const best = (key) => Math.min(...rounds.map((round) => round[key]));
  const perSecond = (ms) => Math.round(bytes / 100 / ms) / 10;
  return {
    megabytes: Math.round(bytes / 1e6), sessions, plainMs: Math.round(best('peer')), importMs: Math.round(best('ours')), againMs: Math.round(best('again')), megabytesPerCpuSecond: perSecond(best('ours')),
    toPlain: Number((best('ours') / best('peer')).toFixed(1)), againToPlain: Number((best('again') / best('peer')).toFixed(1)), memoryMb: Math.round(best('rss') / 1e6),
  };
}

try {
  const bytes = Number(values.megabytes) * 1e6;
  const sessions = Number(values.sessions);
  console.log(JSON.stringify({ bench: 'import', large: measure('large', 1, bytes), many: measure('many', sessions, bytes / sessions) }));
} finally {
  rmSync(home, { recursive: true, force: true });
}
