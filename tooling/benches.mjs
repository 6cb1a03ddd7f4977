import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './packages.mjs';

const directory = join(root, 'bench');

/** The comment at the head of a file, without its slashes. */
const headComment = (file) => (readFileSync(file, 'utf8').match(/^(?:\/\/.*\n)+/)?.[0] ?? '').replaceAll(/^\/\/ ?/gm, '').trimEnd();

/** Names of the benches: files of `bench/` whose head comment says what they measure. */
export function benchNames() {
  return readdirSync(directory).filter((entry) => entry.endsWith('.mjs') && headComment(join(directory, entry)) !== '').map((entry) => entry.slice(0, -'.mjs'.length));
}

/**
 * What the head comment of a bench says of it.
 *
 * @returns Its file, what it measures, and the options that the comment names, each of which takes a value; nothing where there is no such bench.
 */
export function readBench(name) {
  const file = /^[a-z0-9-]+$/.test(name ?? '') ? join(directory, `${name}.mjs`) : undefined;
  const about = file && existsSync(file) ? headComment(file) : '';
  if (about === '') return undefined;
  const options = [...about.matchAll(/`--([a-z-]+)[ `]/g)].map(([, option]) => option);
  return { name, file, about, options: [...new Set(options)] };
}

/** What `pnpm bench <name> --help` prints. */
export function benchUsage({ name, about, options }) {
  return `pnpm bench ${[name, ...options.map((option) => `[--${option} <value>]`), '[--json]'].join(' ')}\n\n${about}`;
}
