import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { benchNames, readBench } from '../tooling/benches.mjs';
import { root } from '../tooling/packages.mjs';

const bench = (...args: string[]) => spawnSync(process.execPath, [join(root, 'tooling/bench.mjs'), ...args], { encoding: 'utf8' });

test('help says what a bench measures and its options, and measures nothing', () => {
  const { status, stdout } = bench('open', '--help');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^pnpm bench open \[--sizes <value>\] \[--json\]\n\nWhat it costs to open Claude Code transcripts/);
  expect(stdout).not.toContain('{');
});

test('help without a bench names all of them', () => {
  const { status, stdout } = bench('--help');
  expect(status).toBe(0);
  for (const name of benchNames()) expect(stdout).toContain(name);
});

test.each([
  ['an option that no bench has', ['open', '--size', '5'], "Unknown option '--size'"],
  ['an option of another bench', ['size', '--sizes', '5'], "Unknown option '--sizes'"],
  ['an option without its value', ['open', '--sizes'], "Option '--sizes <value>' argument missing"],
  ['a word too many', ['open', '5'], "Unexpected argument '5'"],
  ['a bench that there is not', ['opens'], 'There is no bench "opens"'],
])('%s is refused with the usage', (_, args, message) => {
  const { status, stdout, stderr } = bench(...args);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(message);
  expect(stderr).toContain('pnpm bench ');
});

test.each(benchNames())('the head comment of %s names every option that its code looks for', (name) => {
  const folder = join(root, 'bench', name);
  const files = [`${folder}.mjs`, ...(existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.mjs')).map((file) => join(folder, file)) : [])];
  const looked = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/process\.argv\.(?:includes|indexOf)\('--([a-z-]+)'\)/g)].map(([, option]) => option));
  expect(readBench(name)?.options).toEqual(expect.arrayContaining([...new Set(looked)]));
});
