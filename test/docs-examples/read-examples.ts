import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTest, packages, root, walk } from '../../tooling/packages.mjs';

/** A piece of code that readers may copy. */
export interface Example {
  /** Absolute path of the document or the source file it stands in. */
  readonly file: string;
  /** Line of its first line there, from 1. */
  readonly line: number;
  readonly language: 'ts' | 'tsx';
  readonly code: string;
}

const FENCED = /^([ \t]*)```(tsx?)\b[^\n]*\n([\s\S]*?)^[ \t]*```/gm;

/** Every block of TypeScript in a text of markdown. `firstLine` is the line of the text's first line in its file. */
export function examplesIn(markdown: string, file: string, firstLine = 1): readonly Example[] {
  return [...markdown.matchAll(FENCED)].map(({ index, 1: indent = '', 2: language, 3: code = '' }) => ({
    file, line: firstLine + markdown.slice(0, index).split('\n').length, language: language === 'tsx' ? 'tsx' : 'ts',
    code: code.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line)).join('\n'),
  }));
}

/** The comments of a source file that say `@example`, as markdown. */
export function exampleComments(source: string): readonly { readonly line: number; readonly markdown: string }[] {
  return [...source.matchAll(/^[ \t]*\/\*\*[\s\S]*?\*\//gm)]
    .filter(([comment]) => /^[ \t]*\*?[ \t]*@example\b/m.test(comment))
    .map(({ 0: comment, index }) => ({ line: source.slice(0, index).split('\n').length, markdown: comment.replace(/^[ \t]*\* ?/gm, '') }));
}

/** Every document of the repository that shows code: its readme, `docs`, those of packages, parts and examples, the protocol. */
export function documents(): readonly string[] {
  const inside = ['docs', 'packages', 'examples'].flatMap((folder) => walk(join(root, folder)));
  return [join(root, 'README.md'), ...inside].filter((file) => file.endsWith('.md') && !/[\\/](fixtures|test-support|CHANGELOG\.md)/.test(file));
}

/** Every source file of every package, without tests. */
export function sources(): readonly string[] {
  return packages().flatMap(({ dir }) => walk(join(dir, 'src'))).filter((file) => /\.tsx?$/.test(file) && !isTest(file));
}

/** Every example of the repository. */
export function readExamples(): readonly Example[] {
  return [
    ...documents().flatMap((file) => examplesIn(readFileSync(file, 'utf8'), file)),
    ...sources().flatMap((file) => exampleComments(readFileSync(file, 'utf8')).flatMap(({ markdown, line }) => examplesIn(markdown, file, line))),
  ];
}
