import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin, type UserConfig } from 'vite';

const MAIN = fileURLToPath(new URL('src/main.tsx', import.meta.url));
/** What runs while the app is read. */
const EARLY = ['src/early.ts', 'src/early-records.ts', 'src/access/server-request.ts', 'src/place.ts', 'src/route.ts'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** Runs the early part as soon as it is there: it waits neither for the page nor for the app, which imports it too. */
const runEarly: Plugin = {
  name: 'run-early',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html): string => {
      const script = /<script type="module"(?= crossorigin src="\/assets\/early-)/;
      if (!script.test(html)) throw new Error('The viewer has no early part, so sessions would open late. See EARLY in vite.config.ts.');
      return html.replace(script, '<script type="module" async');
    },
  },
};

interface Graph {
  getModuleInfo: (id: string) => { readonly importedIds: readonly string[]; readonly dynamicImporters: readonly string[] } | null;
}

/** Puts what every page needs into one part, since a browser asks for six files at a time. What is loaded late anywhere stays out. */
function partOf(id: string, graph: Graph): string | null {
  const found = new Set([MAIN]);
  for (const module of found) {
    for (const imported of graph.getModuleInfo(module)?.importedIds ?? []) {
      if (graph.getModuleInfo(imported)?.dynamicImporters.length === 0) found.add(imported);
    }
  }
  return found.has(id) ? 'app' : null;
}

const config: UserConfig = defineConfig({
  plugins: [react(), runEarly],
  resolve: { conditions: ['@playhead/source', ...defaultClientConditions] },
  // No inlined assets and no inline preload script: the pages are served under a strict content security policy.
  build: {
    outDir: 'dist/app', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'early', test: (id): boolean => EARLY.includes(id), priority: 1 }, { name: partOf, debugName: 'app' }] } } },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': 'http://127.0.0.1:7433' } },
});
export default config;
