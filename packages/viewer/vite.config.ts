import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig, type UserConfig } from 'vite';

const config: UserConfig = defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@playhead/source', ...defaultClientConditions] },
  // No inlined assets and no inline preload script: the pages are served under a strict content security policy.
  build: { outDir: 'dist/app', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 700 },
  worker: { format: 'es' },
  server: { proxy: { '/api': 'http://127.0.0.1:7433' } },
});
export default config;
