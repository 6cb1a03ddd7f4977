// Bundles source entries as a product's bundler would, and weighs what a page loads first and later.
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { build, transform, type BuildOptions, type BuildResult, type Metafile, type Plugin } from 'esbuild';
import { rollup } from 'rollup';
import { root } from '../tooling/packages.mjs';

/** One chunk of a bundle. */
export interface Chunk {
  /** `initial`, or the module behind the `import()` that loads it. */
  readonly name: string;
  /** Bytes, minified and gzipped at level 9. */
  readonly bytes: number;
  /** Bytes of its own file alone. */
  readonly own: number;
  /** Paths of the modules in it, below the repository. */
  readonly modules: readonly string[];
}

/** What a page loads at once, and what each `import()` adds to that. */
export interface Weight {
  readonly initial: Chunk;
  readonly lazy: readonly Chunk[];
  /** Bytes of everything, each chunk once. */
  readonly total: number;
}

/** How {@link weigh} bundles. */
export interface BundleOptions {
  /** Modules the host has anyway. Default: react and react-dom. */
  readonly external?: readonly string[];
}

/** What every host of replay-react has. */
export const REACT: readonly string[] = ['react', 'react-dom', 'react/jsx-runtime', 'react-dom/client', 'react-dom/server'];
export const gzipped = (data: Uint8Array | string): number => gzipSync(data, { level: 9 }).length;
export const kilobytes = (bytes: number): number => Math.round((bytes / 1024) * 10) / 10;

/** Leaves out what an `import()` loads, so that one file is left: what is there before anything is shown. */
const WITHOUT_LAZY: Plugin = {
  name: 'without-lazy',
  setup: ({ onResolve }) => onResolve({ filter: /./ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, external: true } : undefined)),
};

/**
 * Bundles a module given as code. Specifiers resolve from `folder`, a package's directory.
 *
 * What loads first is weighed as one file, as webpack and Rollup put it into the entry of a page. esbuild and Rolldown, which cut
 * out what lazy chunks share with it, send the same code in some ten files that are compressed one by one: about a tenth more.
 */
export async function weigh(code: string, folder: string, { external = REACT }: BundleOptions = {}): Promise<Weight> {
  const bundle = (options: BuildOptions): Promise<BuildResult<{ write: false; metafile: true }>> => build({
    stdin: { contents: code, resolveDir: join(root, folder), sourcefile: 'entry.ts', loader: 'ts' },
    absWorkingDir: root,
    outdir: join(root, 'node_modules/.cache/size'),
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    external: [...external],
    conditions: ['@playhead/source', 'browser'],
    define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.css': 'empty' },
    logLevel: 'silent',
    ...options,
  });
  const [first, { outputFiles, metafile: { outputs } }] = await Promise.all([bundle({ plugins: [WITHOUT_LAZY], minify: false }), bundle({ splitting: true })]);
  const bytes = new Map(outputFiles.map(({ path, contents }) => [path.slice(root.length + 1).replaceAll('\\', '/'), gzipped(contents)]));
  const entry = Object.keys(outputs).find((path) => outputs[path]?.entryPoint?.endsWith('/entry.ts')) ?? '';
  const before = closure(outputs, entry);
  const chunk = (name: string, file: string): Chunk => {
    const all = [...closure(outputs, file)].filter((part) => !before.has(part));
    return { name, own: bytes.get(file) ?? 0, bytes: all.reduce((sum, path) => sum + (bytes.get(path) ?? 0), 0), modules: all.flatMap((path) => Object.keys(outputs[path]?.inputs ?? {})) };
  };
  const lazy = Object.keys(outputs)
    .filter((path) => path !== entry && outputs[path]?.entryPoint !== undefined)
    .map((path) => chunk(outputs[path]?.entryPoint ?? path, path))
    .sort((a, b) => b.bytes - a.bytes);
  const size = gzipped(await minified(first.outputFiles[0]?.text ?? ''));
  const initial: Chunk = { name: 'initial', bytes: size, own: size, modules: Object.values(first.metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs)) };
  return { initial, lazy, total: [...bytes.values()].reduce((sum, each) => sum + each, 0) };
}

/** A file with one import for each module it leaves to the host: esbuild repeats them for every module it put in, which no bundle with that module in it does. */
async function minified(code: string): Promise<string> {
  const bundle = await rollup({ input: 'entry', plugins: [{ name: 'one-file', resolveId: (id) => (id === 'entry' ? id : { id, external: true }), load: () => code }] });
  const { output: [file] } = await bundle.generate({ format: 'es' });
  return (await transform(file.code, { minify: true, format: 'esm', target: 'es2022' })).code;
}

/** A chunk and all that must be there before it runs. */
function closure(outputs: Metafile['outputs'], start: string): Set<string> {
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path) || !outputs[path]) return;
    seen.add(path);
    for (const { path: next, kind } of outputs[path].imports) if (kind !== 'dynamic-import') visit(next);
  };
  visit(start);
  return seen;
}

/** How a table of sizes is printed: ✗ is over the ceiling, · is under it and over the goal. */
export function table(rows: readonly (readonly [name: string, bytes: number, ceiling: number, goal: number])[]): string {
  return rows.map(([name, bytes, ceiling, goal]) => {
    const mark = bytes > ceiling * 1024 ? '✗' : bytes > goal * 1024 ? '·' : '✓';
    return `${mark} ${kilobytes(bytes).toFixed(1).padStart(6)} kB, goal ${String(goal).padStart(3)}, ceiling ${String(ceiling).padStart(3)}  ${name}`;
  }).join('\n');
}
