import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cycles, importsOf, isTestFile, judge, type SourceFile } from '../tooling/layers.ts';
import { packages, short, walk } from '../tooling/packages.mjs';

const BUNDLED = new Set(['viewer']); // its dependencies are built into its assets

for (const pkg of packages()) {
  describe(`packages/${pkg.folder}`, () => {
    const files: SourceFile[] = walk(join(pkg.dir, 'src'))
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => ({ path: short(file), text: readFileSync(file, 'utf8') }));
    const { dependencies, peerDependencies, devDependencies } = pkg.json;
    // Types come from development dependencies too; what runs may not.
    const runtime = Object.keys({ ...dependencies, ...peerDependencies, ...(BUNDLED.has(pkg.folder) ? devDependencies : {}) });
    const types = [...runtime, ...Object.keys(devDependencies ?? {}).map((name) => name.replace(/^@types\//, ''))];

    test('imports only what its row of the table allows', () => {
      const wrong = files
        .filter(({ path }) => !isTestFile(path))
        .flatMap((file) =>
          importsOf(file).flatMap((found) => {
            const reason = judge(file.path, found, found.kind === 'type' ? types : runtime);
            return reason ? [`${file.path}: ${reason}`] : [];
          }),
        );
      expect(wrong).toEqual([]);
    });

    test('has no circle of imports', () => {
      expect(cycles(files).map((circle) => circle.join(' → '))).toEqual([]);
    });
  });
}

describe('the rules bite', () => {
  const bad: [path: string, code: string, reason: RegExp][] = [
    ['packages/protocol/src/a.ts', `import fs from 'node:fs';`, /built-ins/],
    ['packages/protocol/src/a.ts', `import { join } from 'path';`, /node:path/],
    ['packages/protocol/src/a.ts', `type F = import('node:fs').Stats;`, /built-ins/],
    ['packages/protocol/src/a.ts', `export * from './b.ts';`, /name what/],
    ['packages/protocol/src/a.ts', `export * as b from './b.ts';`, /name what/],
    ['packages/protocol/src/a.ts', `import '../../recorder/src/index.ts';`, /leaves the package/],
    ['packages/replay-core/src/a.ts', `import type { Recorder } from '@playhead/recorder';`, /may not import recorder/],
    ['packages/replay-core/src/a.ts', `const r = await import('@playhead/recorder');`, /may not import recorder/],
    ['packages/replay-react/src/a.tsx', `import { encode } from '@playhead/protocol';`, /types only/],
    ['packages/recorder/src/index.ts', `const s = await import('@playhead/storage-adapters/fs');`, /handed in/],
    ['packages/recorder/src/default-storage.node.ts', `import { fsStorage } from '@playhead/storage-adapters/fs';`, /dynamically/],
    ['packages/server/src/handler.ts', `import http from 'node:http';`, /built-ins/],
    ['packages/server/src/a.ts', `import x from 'left-pad';`, /no dependency/],
    ['packages/hooks-claude/src/a.ts', `import { createReplay } from '@playhead/replay-core';`, /may not import/],
    ['packages/new-one/src/a.ts', `import '@playhead/protocol';`, /no row/],
  ];
  test.each(bad)('%s: %s', (path, text, reason) => {
    const reasons = importsOf({ path, text }).map((found) => judge(path, found, []));
    expect(reasons.some((found) => found !== undefined && reason.test(found))).toBe(true);
  });

  const good: [path: string, code: string][] = [
    ['packages/recorder/src/default-storage.node.ts', `const s = await import('@playhead/storage-adapters/fs');`],
    ['packages/recorder/src/clock.node.ts', `import { hrtime } from 'node:process';`],
    ['packages/storage-adapters/src/adapters/fs.ts', `import { open } from 'node:fs/promises';`],
    ['packages/replay-react/src/a.tsx', `import type { Session } from '@playhead/protocol';`],
    ['packages/server/src/node.ts', `import http from 'node:http';`],
    ['packages/hooks-codex/src/a.ts', `import { createRecorder } from '@playhead/recorder';`],
  ];
  test.each(good)('%s may: %s', (path, text) => {
    expect(importsOf({ path, text }).map((found) => judge(path, found, []))).toEqual([undefined]);
  });

  test('a circle is found, a circle of types is none', () => {
    const circle = [
      { path: 'packages/x/src/a.ts', text: `import { b } from './b.ts';` },
      { path: 'packages/x/src/b.ts', text: `import { a } from './a.ts';` },
    ];
    expect(cycles(circle)).toHaveLength(1);
    expect(cycles([circle[0] as SourceFile, { path: 'packages/x/src/b.ts', text: `import type { A } from './a.ts';` }])).toEqual([]);
  });
});
