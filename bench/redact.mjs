// What redaction costs: milliseconds per MB of what agents produce, beside @secretlint/core with its recommended rules in the
// same run; hostile lines of 64 KB; and one small event. Prints one line of JSON.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { lintSource } from '@secretlint/core';
import { creator } from '@secretlint/secretlint-rule-preset-recommend';
import { build } from 'esbuild';
import { root } from '../tooling/packages.mjs';

const WARM_UP = 8;
const RUNS = 21;
const HOSTILE_BYTES = 65_536;
const directory = await mkdtemp(join(tmpdir(), 'playhead-bench-'));
const load = async (name, entry) => {
  const { outputFiles } = await build({ entryPoints: [join(root, entry)], bundle: true, write: false, format: 'esm', platform: 'node', conditions: ['@playhead/source'] });
  await writeFile(join(directory, name), outputFiles[0].contents);
  return import(pathToFileURL(join(directory, name)).href);
};
const { createLoadedRedactor } = await load('redaction.mjs', 'packages/redaction/src/engine.ts');
const { hostileShapes } = await load('hostile.mjs', 'packages/redaction/test/hostile-shapes.ts');
const { before } = await load('before.mjs', 'packages/redaction/test/corpus/before/index.ts');
const { after } = await load('after.mjs', 'packages/redaction/test/corpus/after/index.ts');
const { leaks } = await load('contexts.mjs', 'packages/redaction/test/corpus/contexts.ts');
const { samplesOf } = await load('score.mjs', 'packages/redaction/test/corpus/score.ts');
const { rules } = await load('rules.mjs', 'packages/redaction/src/rules/all.ts');

const key = new TextEncoder().encode('the key of the bench');
const redactor = createLoadedRedactor({ key, deadlineMs: 60_000 });
const text = agentText(1_000_000);
const secretlint = (content) => lintSource({ source: { filePath: 'session.txt', content, contentType: 'text', ext: '.txt' }, options: { config: { rules: [{ id: '@secretlint/secretlint-rule-preset-recommend', rule: creator }] } } });

const perMB = await medianMs(() => redactor.redactText(text));
const peerPerMB = await medianMs(() => secretlint(text));
const stringify = await medianMs(() => JSON.stringify(text));
const record = { $r: 1, id: '0', p: 'p', e: 0, n: 0, at: 0, type: 'terminal_output', via: 'hook', call: 'toolu_01', data: { text: text.slice(0, 400), stream: 'stdout' } };
const perEvent = (await medianMs(() => { for (let index = 0; index < 1000; index += 1) redactor.redactRecord(record); }));

let worst = { ms: 0 };
for (const rule of rules) {
  for (const [shape, line] of hostileShapes(rule, HOSTILE_BYTES)) {
    let round = 0; // another text each time: one that was just looked at is known
    const ms = leastMs(() => redactor.redactText(`${line}${round += 1}`), worst.ms);
    if (ms > worst.ms) worst = { ms: round(ms), rule: rule.kinds[0], line: line.slice(0, 24), shape };
  }
}
const peerHostile = { ms: 0 };
for (const [shape, line] of hostileShapes(rules[0], HOSTILE_BYTES)) {
  const started = process.cpuUsage();
  await secretlint(line);
  const peer = spent(started);
  if (peer > peerHostile.ms) Object.assign(peerHostile, { ms: round(peer), shape });
}
const leaked = { playhead: await leakRates((content) => redactor.redactText(content).value), secretlint: await leakRates(maskedBySecretlint) };
console.log(JSON.stringify({
  bench: 'redact',
  ratios: { toSecretlint: round(perMB / peerPerMB), toStringify: round(perMB / stringify) },
  msPerMB: { playhead: round(perMB), secretlint: round(peerPerMB), stringify: round(stringify) },
  usPerEventOf400: round(perEvent),
  leaked,
  hostileWorst: { playhead: { rules: rules.length, ...worst }, secretlint: peerHostile },
}));
await rm(directory, { recursive: true, force: true });

/** The share of the secrets of the corpus, each in ten contexts, of which eight characters in a row are still there. */
async function leakRates(redact) {
  const rates = {};
  for (const [half, { secrets }] of [['before', before], ['after', after]]) {
    for (const group of ['structured', 'assigned']) {
      const samples = samplesOf(secrets).filter((sample) => sample.group === group);
      let count = 0;
      for (const { planted, text: sample } of samples) if (leaks(await redact(sample), planted.secret)) count += 1;
      rates[`${group}, written ${half} the rules`] = round(count / samples.length, 4);
    }
  }
  return rates;
}

async function maskedBySecretlint(content) {
  const { messages } = await secretlint(content);
  let masked = content;
  for (const { range: [start, end] } of messages) masked = masked.slice(0, start) + '*'.repeat(end - start) + masked.slice(end);
  return masked;
}

/** What a session of an agent is made of: prose, code, diffs, JSON in JSON, logs, hashes; a secret here and there. */
function agentText(length) {
  let state = 7;
  const random = (limit) => { state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0; return (state >>> 8) % limit; };
  const hex = (count) => Array.from({ length: count }, () => random(16).toString(16)).join('');
  const word = () => ['session', 'token', 'render', 'password', 'index', 'value', 'record', 'config', 'error', 'const', 'return', 'await', 'test', 'key'][random(14)];
  const pieces = [];
  for (let size = 0, line = 0; size < length; line += 1) {
    const next = [
      () => `The ${word()} of the ${word()} is read before the ${word()}, so that the ${word()} does not wait for it.`,
      () => `  const ${word()} = ${word()}.${word()}(${word()}Options, { ${word()}: '${word()}', limit: ${random(9999)} });`,
      () => `+    if (${word()} === undefined) return ${word()}.map(({ ${word()} }) => ${word()});`,
      () => `-    throw new Error(\`Cannot read ${word()} \${${word()}}\`);`,
      () => `2026-11-21T10:${10 + random(49)}:${10 + random(49)}.${100 + random(899)}Z INFO ${word()} [${random(99)}] GET /api/v1/${word()}/${hex(24)} 200 ${random(999)}ms`,
      () => JSON.stringify({ type: 'tool_result', id: `toolu_01${hex(22)}`, content: JSON.stringify({ path: `src/${word()}/${word()}.ts`, text: `export const ${word()} = "${word()}";\n` }) }),
      () => `commit ${hex(40)} Author: Someone <someone@example.com>`,
      () => `    ✓ ${word()} keeps its ${word()} when the ${word()} is gone (${random(99)} ms)`,
      () => (line % 500 === 0 ? `export DEPLOY_TOKEN=ghp_${hex(36)}` : `// ${word()} ${word()} ${word()}`),
    ][random(9)]();
    pieces.push(next);
    size += next.length + 1;
  }
  return pieces.join('\n').slice(0, length);
}

/** Milliseconds that the processor works: what else the machine does is not in it. */
function timed(run) {
  const started = process.cpuUsage();
  run();
  return spent(started);
}

function spent(started) {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1000;
}

/** The least of some runs; more of them only where it would be the worst. */
function leastMs(run, worstSoFar) {
  let least = Infinity;
  for (let index = 0; index < 5 && least > worstSoFar; index += 1) least = Math.min(least, timed(run));
  return least;
}

async function medianMs(run) {
  const times = [];
  for (let index = 0; index < RUNS + WARM_UP; index += 1) {
    const started = process.cpuUsage();
    await run();
    if (index >= WARM_UP) times.push(spent(started));
  }
  return times.toSorted((a, b) => a - b)[times.length >> 1];
}

function round(value, digits = 2) {
  return Number(value.toFixed(digits));
}
