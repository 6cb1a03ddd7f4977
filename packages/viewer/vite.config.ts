import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type Plugin, type UserConfig } from 'vite';

const MAIN = fileURLToPath(new URL('src/main.tsx', import.meta.url));
/** What runs while the app is read. */
const EARLY = ['src/early.ts', 'src/early-records.ts', 'src/late-module.ts', 'src/late-pages.ts', 'src/access/server-request.ts', 'src/place.ts', 'src/route.ts', 'src/settings/theme.ts'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/** What the first rows of a session are drawn with: libraries load it late, the app has it at once. */
const ROWS = ['markdown/draw-markdown.tsx', 'events/later.ts'].map((path) => fileURLToPath(new URL(`../replay-react/src/${path}`, import.meta.url)));

/** Runs the early part first, as soon as it is there: it waits neither for the page nor for the app, which imports it too. */
const runEarly: Plugin = {
  name: 'run-early',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html): string => {
      const script = /\s*<script type="module"( crossorigin src="\/assets\/early-[^"]+"><\/script>)/;
      const [whole, rest = ''] = script.exec(html) ?? [];
      if (whole === undefined) throw new Error('The viewer has no early part, so sessions would open late. See EARLY in vite.config.ts.');
      return html.replace(whole, '').replace('<script', `<script type="module" async${rest}\n    <script`); // before all others, as it is asked for
    },
  },
};

/** React is a part of its own: it is read beside the app, and stays the same when that changes. */
const REACT = /\/node_modules\/(react|react-dom|scheduler)\//;

const config: UserConfig = defineConfig({
  plugins: [react(), runEarly],
  resolve: { conditions: ['@playhead/source', ...defaultClientConditions] },
  // No inlined assets and no inline preload script: the pages are served under a strict content security policy.
  build: {
    outDir: 'dist/app', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'early', test: (id): boolean => EARLY.includes(id) || id.endsWith('vite/preload-helper.js'), priority: 1 }, { name: 'react', test: REACT, priority: 2 }, { name: 'app', test: (id): boolean => id === MAIN || ROWS.includes(id) }] } } },
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': 'http://127.0.0.1:7433' } },
});
export default config;
