// The program whose taps are measured, and the environment that it runs in.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../tooling/packages.mjs';

/** The real server of MCP that has a tool which says what it is told. */
export const EVERYTHING = createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/dist/index.js');

/** Builds the program, and takes it away afterwards with all that was recorded. `unrecorded` is the environment of a tap that records nothing. */
export async function withProgram(measure) {
  const directory = mkdtempSync(join(tmpdir(), 'playhead-bench-gateway-'));
  const bin = join(root, `packages/cli/dist/bench-gateway-${process.pid}.js`);
  const env = { PATH: process.env.PATH, HOME: directory, PLAYHEAD_HOME: join(directory, 'data') };
  try {
    await build({ entryPoints: [join(root, 'packages/cli/src/bin.ts')], outfile: bin, bundle: true, platform: 'node', format: 'esm', target: 'node20', conditions: ['@playhead/source'], external: ['@lydell/node-pty'], banner: { js: "import { createRequire as __cr } from 'node:module'; const require = __cr(import.meta.url);" } });
    return await measure({ directory, bin, env, unrecorded: { ...env, PLAYHEAD_RECORD: '0' } });
  } finally {
    rmSync(directory, { recursive: true, force: true });
    rmSync(bin, { force: true });
  }
}
