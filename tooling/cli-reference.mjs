// docs/reference/cli.md, made of the table of commands. `pnpm schemas:update` rewrites it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from './packages.mjs';

/** Where it is checked in. */
export const cliReferenceFile = join(root, 'docs/reference/cli.md');

const SOURCE = `
  import { commands } from './src/command-table.ts';
  import { referenceOf } from './src/help/reference.ts';
  export const reference = referenceOf(commands);`;

/** Its text. */
export async function cliReference() {
  const cli = join(root, 'packages/cli');
  mkdirSync(join(cli, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(cli, 'dist', 'reference-')); // in the package, so that what it depends on is found
  try {
    const outfile = join(folder, 'reference.mjs');
    await build({ stdin: { contents: SOURCE, resolveDir: cli, loader: 'ts' }, bundle: true, outfile, format: 'esm', platform: 'node', conditions: ['@playhead/source'], external: ['@lydell/node-pty', '@xterm/headless', '@clack/prompts'], logLevel: 'error', banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" } });
    return (await import(pathToFileURL(outfile).href)).reference;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
