import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, short } from '../../tooling/packages.mjs';
import { faultsOf } from './compile-examples.ts';
import { exampleComments, examplesIn, readExamples, sources } from './read-examples.ts';

const examples = readExamples();

test('every example of the documents and of the comments compiles', () => {
  expect(examples.length).toBeGreaterThan(80);
  expect(faultsOf(examples)).toEqual([]);
}, 120_000);

test('examples are found wherever readers look', () => {
  const places = new Set(examples.map(({ file }) => short(file)));
  for (const place of ['README.md', 'docs/errors.md', 'packages/protocol/README.md', 'packages/replay-react/src/diff/README.md', 'packages/recorder/src/recorder.ts', 'packages/replay-react/src/timeline/Timeline.tsx']) expect(places).toContain(place);
});

test('every @example holds code that is checked', () => {
  const empty = sources().flatMap((file) => exampleComments(readFileSync(file, 'utf8')).filter(({ markdown }) => examplesIn(markdown, file).length === 0).map(({ line }) => `${short(file)}:${line}`));
  expect(empty).toEqual([]);
});

test('an example that does not compile shows, with its line', () => {
  const document = 'Text.\n\n```ts\nimport { createIdSource } from \'@playhead/protocol\';\n\nconst id: number = createIdSource()();\ncreateRecorder();\n```\n';
  expect(faultsOf(examplesIn(document, join(root, 'README.md')))).toEqual([
    "README.md:6: Type 'string' is not assignable to type 'number'.", "README.md:7: Cannot find name 'createRecorder'.",
  ]);
  const comment = '/**\n * Makes ids.\n *\n * @example\n * ```ts\n * createIdSource(1);\n * ```\n */';
  const [found] = exampleComments(comment);
  expect(faultsOf(examplesIn(found?.markdown ?? '', join(root, 'packages/recorder/src/index.ts'), found?.line))).toEqual(["packages/recorder/src/index.ts:6: Type '1' has no properties in common with type '{ now?: () => number; random?: (bytes: Uint8Array<ArrayBuffer>) => void; }'."]);
}, 120_000);
