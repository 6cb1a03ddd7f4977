import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commitMessageOf, testCommandOf } from './commands.ts';
import { shortTitle } from './short-title.ts';

test.each([
  ['Fix the login. Then deploy it.', 'Fix the login'],
  ['Nice. Now make it fast!', 'Nice. Now make it fast!'],
  ['# Plan\nmore', 'Plan'],
  ['Update to version 1.2.3 of the library', 'Update to version 1.2.3 of the library'],
  ['  \n\n  Hello there ', 'Hello there'],
  ['Please have a look at the way tokens are rotated and tell me why it fails', 'Please have a look at the way tokens are rotated and tell…'],
  ['x'.repeat(100), `${'x'.repeat(59)}…`],
  ['', ''],
])('the title of %j is %j', (text, title) => { expect(shortTitle(text)).toBe(title); });

test('a title is one line of at most 60 characters, whatever the text', () => {
  fc.assert(fc.property(fc.string({ maxLength: 500 }), (text) => { expect(shortTitle(text)).toMatch(/^[^\r\n]{0,60}$/); }));
});

test.each([
  ['git commit -m "Add login"', 'Add login'],
  [`git add -A && git commit -q -m 'Add "x"' && git log`, 'Add "x"'],
  ['git -C web commit -am fix', 'fix'],
  ['git commit --message="a \\"b\\""', 'a "b"'],
  [`git commit -m "$(cat <<'EOF'\nfeat: cache\n\nBody\nEOF\n)"`, 'feat: cache'],
  ['git commit --amend --no-edit', ''],
  ['git log --grep commit -m x', undefined],
  ['echo git commit', undefined],
  ['GIT_AUTHOR_NAME=me git commit -m x', 'x'],
  ['npm test', undefined],
  ['git push; commit -m x', undefined],
])('%j commits %j', (command, message) => { expect(commitMessageOf(command)).toBe(message); });

test.each([
  ['npm test', 'npm test'], ['cd api && npm test -- a.test.js 2>&1 | tail -5', 'npm test -- a.test.js'], ['npx vitest run > out.txt', 'npx vitest run'], ['make check', 'make check'], ['', ''],
])('the tests that %j runs are called %j', (command, name) => { expect(testCommandOf(command)).toBe(name); });

test('a hostile command is read in linear time', () => {
  const started = performance.now();
  for (const part of ['git ', 'git commit ', '"', "'", '\\', '&&', 'git commit -m "', ' 2>&1']) {
    commitMessageOf(part.repeat(200_000));
    testCommandOf(part.repeat(200_000));
  }
  expect(performance.now() - started).toBeLessThan(2000);
});
