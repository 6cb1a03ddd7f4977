import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { packages, root } from '../tooling/packages.mjs';

interface Reached { builtins: string[]; files: string[] }

/** What a browser's bundler finds behind a module. */
async function reach(entry: { file: string } | { code: string }): Promise<Reached> {
  const builtins = new Set<string>();
  const result = await build({
    ...('file' in entry ? { entryPoints: [entry.file] } : { stdin: { contents: entry.code, resolveDir: root, loader: 'ts' } }),
    absWorkingDir: root,
    outdir: join(root, 'node_modules/.cache/browser-entry'),
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    splitting: true,
    platform: 'browser',
    conditions: ['@playhead/source', 'browser'],
    loader: { '.css': 'empty' },
    logLevel: 'silent',
    plugins: [
      {
        name: 'built-ins',
        setup(plugin) {
          plugin.onResolve({ filter: new RegExp(`^(node:.*|(${builtinModules.filter((name) => !name.startsWith('_')).join('|')})(/.*)?)$`) }, ({ path, importer }) => {
            builtins.add(`${path} from ${importer.slice(root.length + 1)}`);
            return { path, external: true };
          });
        },
      },
    ],
  });
  return { builtins: [...builtins], files: Object.keys(result.metafile.inputs) };
}

const zod = (files: string[]): string[] => files.filter((file) => /node_modules\/zod\//.test(file));

describe.each(['protocol', 'redaction', 'recorder', 'replay-core', 'replay-react'])('@playhead/%s in a browser', (folder) => {
  const pkg = packages().find((candidate) => candidate.folder === folder);
  const file = join(pkg?.dir ?? '', 'src/index.ts');
  test.skipIf(!existsSync(file))('reaches no Node built-in, and zod only where it may', async () => {
    const { builtins, files } = await reach({ file });
    expect(builtins).toEqual([]);
    if (folder !== 'replay-core') expect(zod(files), 'zod belongs to @playhead/protocol/schemas').toEqual([]);
  });
});

test('the check bites', async () => {
  const { builtins, files } = await reach({ code: `import { z } from 'zod'; const fs = await import('node:fs'); import 'path'; console.log(z, fs);` });
  expect(builtins).toHaveLength(2);
  expect(zod(files).length).toBeGreaterThan(0);
});
