// What a page loads for a replay, beside players of other recordings. Minified and gzipped at level 9, without React.
// Prints one line of JSON; bytes.
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from '../tooling/packages.mjs';

const ENTRIES = {
  sessionReplay: "export { SessionReplay } from '@playhead/replay-react';",
  eventsAlone: "export { ReplayRoot, Events } from '@playhead/replay-react';",
  asciinemaPlayer: "export { create } from 'asciinema-player';",
  rrwebPlayer: "export { default } from 'rrweb-player';",
  virtuoso: "export { Virtuoso } from 'react-virtuoso';",
  tanstackVirtual: "export { useVirtualizer } from '@tanstack/react-virtual';",
};

const result = { bench: 'size', initialBytes: {}, totalBytes: {} };
for (const [name, contents] of Object.entries(ENTRIES)) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: join(root, 'bench'), sourcefile: 'entry.ts' }, absWorkingDir: root, outdir: join(root, 'node_modules/.cache/bench-size'), entryNames: 'entry',
    bundle: true, write: false, metafile: true, minify: true, format: 'esm', splitting: true, platform: 'browser', target: 'es2022', jsx: 'automatic',
    external: ['react', 'react-dom', 'react/jsx-runtime', 'react-dom/client'], conditions: ['@playhead/source', 'browser'], define: { 'process.env.NODE_ENV': '"production"' },
    loader: { '.css': 'empty' }, logLevel: 'error',
  });
  const bytes = new Map(outputFiles.map(({ path, contents: code }) => [path.slice(root.length + 1).replaceAll('\\', '/'), gzipSync(code, { level: 9 }).length]));
  const first = new Set();
  const visit = (path) => {
    if (first.has(path) || !bytes.has(path)) return;
    first.add(path);
    for (const { path: next, kind } of metafile.outputs[path].imports) if (kind !== 'dynamic-import') visit(next);
  };
  visit([...bytes.keys()].find((path) => path.endsWith('/entry.js')));
  result.initialBytes[name] = [...first].reduce((sum, path) => sum + bytes.get(path), 0);
  result.totalBytes[name] = [...bytes.values()].reduce((sum, each) => sum + each, 0);
}
console.log(JSON.stringify(result));
