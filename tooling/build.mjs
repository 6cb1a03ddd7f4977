// Builds every package into its dist/. `--js` leaves the declarations out; `--prepare` is `--js` after an install.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { build as bundle } from 'esbuild';
import { rollup } from 'rollup';
import { exportedEntries, packages, root, walk } from './packages.mjs';
import { stampInstall } from './bootstrap.mjs';

const prepare = process.argv.includes('--prepare');
const javaScriptOnly = prepare || process.argv.includes('--js');
const started = Date.now();

async function buildModules() {
  const { default: configurations } = await import('./rollup.config.js');
  const problems = [];
  for (const { output, ...options } of configurations) {
    try {
      const result = await rollup(options);
      await result.write(output);
      await result.close();
    } catch (error) {
      problems.push(error); // the other packages are still worth having
    }
  }
  if (problems.length > 0) throw new Error(problems.map((error) => error.message).join('\n'));
}

/** Style sheets of the exports map, their `@import`s inlined; and the self-contained scripts of `playhead.bundles`. */
async function buildBundles(pkg) {
  for (const { file } of exportedEntries(pkg).filter(({ file }) => file.endsWith('.css'))) {
    const outfile = join(pkg.dir, 'dist', relative(join(pkg.dir, 'src'), file));
    await bundle({ entryPoints: [file], outfile, bundle: true, logLevel: 'warning' });
  }
  for (const [target, source] of Object.entries(pkg.json.playhead?.bundles ?? {})) {
    if (!existsSync(join(pkg.dir, source))) continue;
    await bundle({
      entryPoints: [join(pkg.dir, source)],
      outfile: join(pkg.dir, target),
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      conditions: ['@playhead/source'],
      logLevel: 'warning',
    });
  }
}

async function buildViewer() {
  const viewer = join(root, 'packages/viewer');
  if (!existsSync(join(viewer, 'index.html'))) return;
  const { build, defaultClientConditions } = await import('vite');
  const configFile = ['vite.config.ts', 'vite.config.js'].map((name) => join(viewer, name)).find(existsSync) ?? false;
  await build({
    root: viewer,
    configFile,
    logLevel: 'warn',
    resolve: { conditions: ['@playhead/source', ...defaultClientConditions] },
    build: {
      outDir: 'dist/app',
      emptyOutDir: true,
      // An app has no server components: "use client" may go without a word.
      rolldownOptions: { onLog: (level, log, handle) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : handle(level, log)) },
    },
  });
}

/** One run of the native compiler for all packages; then each gets its own, with `.ts` specifiers made `.js`. */
function buildDeclarations() {
  const out = join(root, 'node_modules/.cache/declarations');
  rmSync(out, { recursive: true, force: true });
  const tsc = join(root, 'node_modules/@typescript/native/bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.declarations.json'], { cwd: root, stdio: 'inherit' });
  if (status !== 0) throw new Error('The declarations could not be written: see the errors of the compiler above.');
  for (const pkg of packages()) {
    const source = join(out, pkg.folder, 'src');
    for (const file of walk(source)) {
      const target = join(pkg.dir, 'dist', relative(source, file));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, readFileSync(file, 'utf8').replace(/((?:from|import\()\s*['"]\.[^'"]*)\.tsx?(['"])/g, '$1.js$2'));
    }
  }
}

const steps = [
  ['modules', buildModules],
  ['bundles', async () => { for (const pkg of packages()) await buildBundles(pkg); }],
  ['viewer', buildViewer],
  ...(javaScriptOnly ? [] : [['declarations', buildDeclarations]]),
];

// A quick build overwrites: whoever runs from dist at this moment keeps running.
if (!javaScriptOnly) for (const pkg of packages()) rmSync(join(pkg.dir, 'dist'), { recursive: true, force: true });
for (const [name, step] of steps) {
  try {
    await step();
  } catch (error) {
    console.error(`build: ${name} failed: ${error instanceof Error ? error.message : error}`);
    process.exitCode = 1;
  }
}
if (process.exitCode) process.exit();
if (prepare) stampInstall();
console.log(`built ${steps.map(([name]) => name).join(', ')} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
