import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { packages, short, walk } from '../tooling/packages.mjs';

const DIRECTIVE = /^["']use client["'];?\s/;

/** Built modules of a package whose source asks for the client, with what they became. */
function clientModules(dir: string): { name: string; built: string }[] {
  return walk(join(dir, 'src')).flatMap((source) => {
    const built = join(dir, 'dist', relative(join(dir, 'src'), source).replace(/\.tsx?$/, '.js'));
    if (!/\.tsx?$/.test(source) || !existsSync(built) || !DIRECTIVE.test(readFileSync(source, 'utf8'))) return [];
    return [{ name: short(built), built: readFileSync(built, 'utf8') }];
  });
}

test('"use client" is the first line of each built module whose source has it', () => {
  const lost = packages().flatMap(({ dir }) => clientModules(dir)).filter(({ built }) => !DIRECTIVE.test(built));
  expect(lost.map(({ name }) => name)).toEqual([]);
});

test('a directive behind another line does not count', () => {
  expect(DIRECTIVE.test('"use strict";\n"use client";\n')).toBe(false);
});
