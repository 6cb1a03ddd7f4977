import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import type { TestProjectInlineConfiguration, ViteUserConfig } from 'vitest/config';
import { chromiumForTests } from './tooling/chromium.mjs';

const chromium = chromiumForTests();
const SOURCE = '@playhead/source';

// Packages are read from their sources, so that no test needs a build.
const nodeResolve = {
  resolve: { conditions: [SOURCE, ...defaultServerConditions] },
  ssr: { resolve: { conditions: [SOURCE, ...defaultServerConditions], externalConditions: [SOURCE, 'node'] } },
};

const long = process.env['PLAYHEAD_LONG'] === '1';
const never = ['**/node_modules/**', '**/dist/**'];

const projects: TestProjectInlineConfiguration[] = [
  {
    ...nodeResolve,
    test: {
      name: 'unit',
      environment: 'node',
      include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
      exclude: [...never, '**/*.{browser,e2e,long}.test.ts'],
    },
  },
  {
    ...nodeResolve,
    plugins: [react()],
    test: {
      name: 'dom',
      environment: 'jsdom',
      include: ['packages/*/src/**/*.test.tsx'],
      exclude: [...never, '**/*.browser.test.tsx'],
      setupFiles: ['./tooling/setup-dom.ts'],
    },
  },
];

if (long) {
  projects.push({
    ...nodeResolve,
    test: { name: 'long', environment: 'node', include: ['packages/*/**/*.long.test.ts', 'test/**/*.long.test.ts'], exclude: never, testTimeout: 600_000 },
  });
}

if (chromium) {
  projects.push(
    {
      resolve: { conditions: [SOURCE, ...defaultClientConditions] },
      plugins: [react()],
      test: {
        name: 'browser',
        include: ['packages/**/*.browser.test.{ts,tsx}', 'stories/**/*.browser.test.{ts,tsx}'],
        exclude: never,
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          provider: playwright({ launchOptions: { executablePath: chromium, args: ['--no-sandbox'] } }),
          instances: [{ browser: 'chromium' }],
        },
      },
    },
    {
      ...nodeResolve,
      test: {
        name: 'e2e',
        environment: 'node',
        include: ['test/e2e/**/*.e2e.test.ts'],
        exclude: never,
        testTimeout: 120_000,
        hookTimeout: 120_000,
        fileParallelism: false,
      },
    },
  );
} else {
  console.warn('\n!!! No Chromium was found: the projects "browser" and "e2e" are SKIPPED. Install one or set CHROMIUM_PATH. !!!\n');
}

const config: ViteUserConfig = { test: { projects, passWithNoTests: true } };
export default config;
