import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { root } from '../tooling/packages.mjs';
import { gzipped, kilobytes, REACT, table, weigh } from './bundle-size.ts';

vi.setConfig({ testTimeout: 60_000 });

// Sizes are kB (1024 bytes) of minified ES modules, gzip -9, react and react-dom left out. What a page loads first is weighed as the
// one file that a host's bundler makes of it, see `weigh`. replay-core and protocol are packages of their own, which a page loads
// once for all views: they have a ceiling of their own.
const REACT_PACKAGE = 'packages/replay-react';
const ENGINE = [...REACT, '@playhead/replay-core', '@playhead/protocol'];
const CORE = `
  export { ReplayRoot, useReplayState, useReplayStore } from './src/replay/ReplayRoot.tsx';
  export { useReplay } from './src/replay/use-replay.ts';
  export { useClock } from './src/replay/use-clock.ts';
  export { Timeline } from './src/timeline/Timeline.tsx';
  export { Events } from './src/events/Events.tsx';
  export { Transport } from './src/transport/Transport.tsx';
  export { FinalOutput } from './src/final-output/FinalOutput.tsx';
  export { DiffLines } from './src/diff/DiffLines.tsx';`;
/** What must never be in the chunk that a page loads first. */
const HEAVY = /node_modules\/(zod|@xterm|react-diff-viewer-continued|@emotion|refractor|mdast[^/]*|micromark[^/]*|diff|js-yaml)\//;
/** A grammar per language is loaded for diffs in that language only; the worker is switched off and never loaded. */
const NOT_LOADED = /refractor\/lang\/|workerBundle/;

const rows: [string, number, number, number][] = [];
/** Fails above `ceiling`. Where a goal is not reached yet, the ceiling keeps what there is from growing and the table shows the way to go. */
const keeps = (name: string, bytes: number, ceiling: number, goal: number = ceiling): void => {
  rows.push([name, bytes, ceiling, goal]);
  expect(kilobytes(bytes), `${name}: ${kilobytes(bytes)} kB`).toBeLessThanOrEqual(ceiling);
};
afterAll(() => process.stdout.write(`\n${table(rows)}\n`));

describe('what a page loads first', () => {
  test('the core of replay-react stays small and free of what is heavy', async () => {
    const { initial } = await weigh(CORE, REACT_PACKAGE, { external: ENGINE });
    expect(initial.modules.filter((path) => HEAVY.test(path))).toEqual([]);
    keeps('replay-react: root, hooks, timeline, events, transport, final output, static diff', initial.bytes, 25);
  });

  test('the engine under it stays small', async () => {
    const { initial } = await weigh(`export { createReplay, recordsSource } from './src/index.ts';`, 'packages/replay-core', { external: [] });
    expect(initial.modules.filter((path) => HEAVY.test(path))).toEqual([]);
    // 0.9 of it are terminals: which there are, what a recorder notices in them, and that their output is no event; what reads them is loaded with the first. Under 0.1: who replays says from when on nothing happens.
    keeps('replay-core: createReplay, recordsSource, with protocol', initial.bytes, 20.5);
  });

  const headless = join(root, REACT_PACKAGE, 'src/headless.ts');
  test.skipIf(!existsSync(headless))('hooks without parts stay small', async () => {
    const { initial } = await weigh(`export * from './src/headless.ts';`, REACT_PACKAGE, { external: ENGINE });
    expect(initial.modules.filter((path) => /\.css$|node_modules/.test(path) || HEAVY.test(path))).toEqual([]);
    keeps('replay-react/headless', initial.bytes, 8);
  });

  test('a whole replay loads nothing heavy before it is shown', async () => {
    const { initial } = await weigh(`export { SessionReplay, SessionList } from './src/index.ts';`, REACT_PACKAGE);
    expect(initial.modules.filter((path) => HEAVY.test(path))).toEqual([]);
  });

  test('the style sheets stay small', async () => {
    for (const [sheet, ceiling, goal] of [['core.css', 7.1, 5], ['styles.css', 16]] as const) {
      const { outputFiles } = await build({ entryPoints: [join(root, REACT_PACKAGE, 'src', sheet)], bundle: true, minify: true, write: false, logLevel: 'silent' });
      keeps(`replay-react/${sheet}`, gzipped(outputFiles[0]?.contents ?? ''), ceiling, goal);
    }
  });

  test('a recorder in a browser stays small', async () => {
    const { initial } = await weigh(`export { recordStart, recordEvent, recordStop } from './src/index.ts';`, 'packages/recorder', { external: [] });
    expect(initial.modules.filter((path) => HEAVY.test(path))).toEqual([]);
    keeps('recorder in a browser', initial.bytes, 8);
  });
});

describe('what is loaded when it is shown', () => {
  test('terminal, diff and markdown stay under their ceilings, and the whole replay with them', async () => {
    const { initial, lazy } = await weigh(`export { SessionReplay } from './src/index.ts';`, REACT_PACKAGE);
    const named = (end: string): number => lazy.find(({ name }) => name.endsWith(end))?.bytes ?? Number.NaN;
    keeps('terminal, lazy', named('terminal/xterm-screen.ts'), 92);
    keeps('recorded terminal, lazy', named('terminal/recorded-screen.ts'), 92);
    keeps('diff, lazy', named('diff/rdvc-hunk.tsx'), 58);
    keeps('markdown, lazy', named('markdown/draw-markdown.tsx'), 26.8); // what it shares with other lazy parts is cut into other files whenever a part comes
    const loaded = lazy.filter(({ name }) => !NOT_LOADED.test(name));
    keeps('whole replay with all that is lazy', initial.bytes + loaded.reduce((sum, { own }) => sum + own, 0), 300);
  });
});

test('the check bites', async () => {
  const { initial } = await weigh(`export * from '@xterm/xterm'; export * as z from 'zod/mini';`, REACT_PACKAGE);
  expect(initial.modules.some((path) => HEAVY.test(path))).toBe(true);
  expect(initial.bytes).toBeGreaterThan(80 * 1024);
});
