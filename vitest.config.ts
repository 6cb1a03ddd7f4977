import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions, defaultServerConditions } from 'vite';
import type { TestProjectInlineConfiguration, ViteUserConfig } from 'vitest/config';
import { chromiumForTests } from './tooling/chromium.mjs';
import { LongestFirst } from './tooling/longest-first.ts';
import { react18Aliases } from './tooling/react-18.mjs';
import { withoutGuard } from './tooling/without-guard.mjs';

const chromium = chromiumForTests();
const SOURCE = '@playhead/source';

// Packages are read from their sources, so that no test needs a build.
const nodeResolve = {
  resolve: { conditions: [SOURCE, ...defaultServerConditions] },
  ssr: { resolve: { conditions: [SOURCE, ...defaultServerConditions], externalConditions: [SOURCE, 'node'] } },
};

const long = process.env['PLAYHEAD_LONG'] === '1';
/** How long a test may take where two cores run everything at once; a test alone takes a fraction of it. */
const BUSY_MACHINE_MS = 30_000;
/** What all projects share: tests wait for conditions, and longer than an idle machine needs. */
const patient: NonNullable<TestProjectInlineConfiguration['test']> = { setupFiles: ['./tooling/setup-patience.ts'], expect: { poll: { timeout: 20_000 } }, hookTimeout: BUSY_MACHINE_MS };
const never = ['**/node_modules/**', '**/dist/**'];

const configDir = fileURLToPath(new URL('stories/.storybook', import.meta.url));

/** A browser among everything else on two cores now and then misses a frame; what is broken stays red. */
const BROWSER_RETRIES = 2;

function browserOf(executablePath: string): NonNullable<NonNullable<TestProjectInlineConfiguration['test']>['browser']> {
  return {
    enabled: true,
    headless: true,
    screenshotFailures: false,
    fileParallelism: false, // one page each: beside it the tests of the other projects run
    provider: playwright({ launchOptions: { executablePath, args: ['--no-sandbox'] } }),
    instances: [{ browser: 'chromium' }],
  };
}

/** Whether this run names a project. */
function named(project: string): boolean {
  return process.argv.some((argument, index, all) => argument === `--project=${project}` || (argument === '--project' && all[index + 1] === project));
}

/** Whether this run may want a project: reading Storybook's configuration takes seconds that a run of one unit test need not wait. */
function asked(project: string): boolean {
  const named = process.argv.flatMap((argument, index, all) => (argument === '--project' ? [all[index + 1] ?? ''] : argument.startsWith('--project=') ? [argument.slice('--project='.length)] : []));
  return named.length === 0 || named.some((name) => name === project || /[*!]/.test(name));
}

const notUnit = [...never, '**/*.{browser,e2e,long}.test.ts'];
/**
 * What changes nothing of the process it runs in. The start of a process is most of what such a file takes, so that they share one in a run of everything.
 * Asked for by name they are of the project `unit` as all others are, each in a process of its own.
 */
const SHARING = (named('unit') ? [] : ['protocol', 'redaction', 'replay-core', 'replay-react', 'hooks-claude', 'server']).flatMap((name) => [`packages/${name}/src/**/*.test.ts`, `packages/${name}/test/**/*.test.ts`]);

const unit = (name: string, include: string[], exclude: string[], isolate: boolean): TestProjectInlineConfiguration => ({
  ...nodeResolve,
  plugins: withoutGuard(),
  test: { ...patient, name, environment: 'node', include, exclude, isolate, ...(!isolate && { setupFiles: ['./tooling/setup-patience.ts', './tooling/setup-take-back.ts'] }), testTimeout: BUSY_MACHINE_MS },
});

const projects: TestProjectInlineConfiguration[] = [
  unit('unit', ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.ts', 'test/**/*.test.ts'], [...notUnit, ...SHARING], true),
  ...(SHARING.length > 0 ? [unit('unit-shared', SHARING, notUnit, false)] : []),
  {
    ...nodeResolve,
    plugins: [react(), ...withoutGuard()],
    test: {
      ...patient,
      name: 'dom',
      environment: 'jsdom',
      include: ['packages/*/src/**/*.test.tsx', 'packages/*/test/**/*.test.tsx'],
      exclude: [...never, '**/*.browser.test.tsx'],
      setupFiles: ['./tooling/setup-patience.ts', './tooling/setup-dom.ts', './tooling/setup-take-back.ts'],
      testTimeout: BUSY_MACHINE_MS,
      isolate: false,
      env: { PLAYHEAD_REACT: '19' },
    },
  },
  {
    // The oldest React that replay-react promises: the rules of every part, servers and the whole replay; every test in the long run, or when asked for by name.
    ...nodeResolve,
    resolve: { ...nodeResolve.resolve, alias: react18Aliases() },
    plugins: [react()],
    test: {
      ...patient,
      name: 'dom-react18',
      environment: 'jsdom',
      include: ['test', 'src/session-replay', 'src/server', ...(long || named('dom-react18') ? ['src'] : [])].map((folder) => `packages/replay-react/${folder}/**/*.test.tsx`),
      exclude: [...never, '**/*.browser.test.tsx'],
      setupFiles: ['./tooling/setup-patience.ts', './tooling/setup-dom.ts', './tooling/setup-take-back.ts'],
      testTimeout: BUSY_MACHINE_MS,
      isolate: false,
      env: { PLAYHEAD_REACT: '18' },
      pool: 'forks',
      execArgv: ['--import', fileURLToPath(new URL('tooling/react-18.mjs', import.meta.url))],
    },
  },
];

if (long) {
  projects.push({
    ...nodeResolve,
    test: { ...patient, name: 'long', environment: 'node', include: ['packages/*/**/*.long.test.ts', 'test/**/*.long.test.ts'], exclude: never, testTimeout: 600_000 },
  });
}

if (chromium) {
  projects.push(
    {
      resolve: { conditions: [SOURCE, ...defaultClientConditions] },
      plugins: [react()],
      test: {
        ...patient,
        name: 'browser',
        include: ['packages/**/*.browser.test.{ts,tsx}', 'stories/**/*.browser.test.{ts,tsx}'],
        exclude: never,
        testTimeout: 2 * BUSY_MACHINE_MS,
        retry: BROWSER_RETRIES,
        browser: browserOf(chromium),
        provide: { long },
      },
    },
    {
      ...nodeResolve,
      plugins: withoutGuard(),
      test: {
        ...patient,
        name: 'e2e',
        environment: 'node',
        include: ['test/e2e/**/*.e2e.test.ts'],
        exclude: never,
        testTimeout: 120_000,
        hookTimeout: 120_000,
      },
    },
  );
  // Every story is drawn, put through its own tests, and searched by axe in the light and in the dark.
  if (asked('storybook')) {
    projects.push({
      plugins: [storybookTest({ configDir, initialGlobals: { theme: 'light' } })],
      test: { name: 'storybook', browser: { ...browserOf(chromium), viewport: { width: 1440, height: 900 } }, testTimeout: 2 * BUSY_MACHINE_MS, retry: BROWSER_RETRIES },
    });
  }
} else {
  console.warn('\n!!! No Chromium was found: the projects "browser", "e2e" and "storybook" are SKIPPED. Install one or set CHROMIUM_PATH. !!!\n');
}

/** One more than there are cores: tests of processes, servers and disks wait for a third of their time, in which another file goes on. */
const WORKERS = availableParallelism() + 1;

// What several files build of the sources they build once a run; one that watches the sources builds it each time.
delete process.env['PLAYHEAD_TEST_BUILDS'];
if (process.argv.includes('run')) {
  const builds = mkdtempSync(join(tmpdir(), 'playhead-builds-'));
  process.env['PLAYHEAD_TEST_BUILDS'] = builds;
  process.once('exit', () => rmSync(builds, { recursive: true, force: true }));
}

const config: ViteUserConfig = { test: { projects, passWithNoTests: true, maxWorkers: WORKERS, sequence: { sequencer: LongestFirst } } };
export default config;
