import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fsStorage } from '@playhead/storage-adapters/fs';
import { listen, type Listening } from '../src/node.ts';
import { handlerFor } from './support.ts';

// The official conformance suite of the protocol against /mcp, as it is. It needs Node 22, which a package provides where this is an older one.
const run = promisify(execFile);
const SUITES = { legacy: '0.1.16', modern: '0.2.0-alpha.12' } as const;
const NODE = '22.23.3';
const folder = resolve(import.meta.dirname, '../../../node_modules/.cache/mcp-conformance');
const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
const newEnough = Number(process.versions.node.split('.')[0]) >= 22;
const node = newEnough ? process.execPath : join(folder, 'node_modules', nodePackage, 'bin/node');

/** Scenarios of the suite's own example server: they call tools, prompts and resources that a recording server does not have. */
const EXAMPLES = [
  /^tools-call-/, // the example tools test_*
  /^prompts-get-/, // the example prompts test_*
  /^resources-/, // nothing recorded can be read or listed
  /^completion-complete$/, // an example prompt with completions
  /^logging-set-level$/, // nothing is logged to the client
  /^elicitation-/, /^input-required-result-/, // nothing is asked of the client
  /^json-schema-2020-12$/, // an example tool with such a schema
  /^http-custom-header-server-validation$/, // an example tool with parameters in headers
  /^server-stateless$/, /^caching$/, // most of them: see below
];

/** What of scenarios with many checks passes: the others name example tools, or lists of resources. */
const PARTS: Readonly<Record<string, { readonly passed: number; readonly failed: number }>> = { 'server-stateless': { passed: 24, failed: 4 }, caching: { passed: 5, failed: 2 } };

let server: Listening;
let dir: string;
beforeAll(async () => {
  if (!existsSync(join(folder, 'node_modules/modern')) || !existsSync(node)) {
    mkdirSync(folder, { recursive: true });
    const dependencies = { legacy: `npm:@modelcontextprotocol/conformance@${SUITES.legacy}`, modern: `npm:@modelcontextprotocol/conformance@${SUITES.modern}`, ...(!newEnough && { [nodePackage]: NODE }) };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
    await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], { cwd: folder });
  }
  dir = mkdtempSync(join(tmpdir(), 'playhead-conformance-'));
  server = await listen(handlerFor({ storage: fsStorage({ dir }) }), { port: 0 });
}, 300_000);
afterAll(async () => {
  await server?.close();
  if (dir) rmSync(dir, { recursive: true, force: true });
});

test.each([
  ['legacy', [], ['server-initialize', 'ping', 'tools-list', 'prompts-list', 'server-sse-polling', 'server-sse-multiple-streams', 'dns-rebinding-protection']],
  ['modern', ['--spec-version', '2026-07-28'], ['tools-list', 'prompts-list', 'server-sse-multiple-streams', 'dns-rebinding-protection', 'http-header-validation', 'sep-2164-resource-not-found']],
] as const)('every scenario of the suite for the %s era that a recording server can meet passes', async (era, options, must) => {
  const args = [join(folder, 'node_modules', era, 'dist/index.js'), 'server', '--url', `${server.url}/mcp`, '--suite', 'all', ...options];
  const { stdout } = await run(node, args, { maxBuffer: 64 * 1024 * 1024 }).catch((error: unknown) => error as { stdout: string }); // it ends with 1 where an example is missing
  const results = [...stdout.matchAll(/^[✓✗] ([\w-]+): (\d+) passed, (\d+) failed/gm)].map(([, name = '', passed, failed]) => ({ name, passed: Number(passed), failed: Number(failed) }));
  expect(must.filter((name) => !results.some((result) => result.name === name))).toEqual([]);
  const failed = results.filter((result) => result.failed > 0);
  expect(failed.filter(({ name }) => !EXAMPLES.some((example) => example.test(name)))).toEqual([]);
  for (const { name, ...counts } of results) if (PARTS[name]) expect([name, counts]).toEqual([name, PARTS[name]]);
}, 300_000);
