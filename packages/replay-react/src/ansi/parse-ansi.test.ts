import { expect, test } from 'vitest';
import { parseAnsi, stripAnsi } from './parse-ansi.ts';

test('shows colours as classes and the text between them', () => {
  expect(parseAnsi('a \u001b[1;32mok\u001b[0m b')).toEqual([{ text: 'a ', className: '' }, { text: 'ok', className: 'a-g a-B' }, { text: ' b', className: '' }]);
});

test('leaves titles, links, clipboard writes and queries out', () => {
  expect(stripAnsi('\u001b]0;t\u0007\u001b]8;;javascript:x\u001b\\link\u001b]8;;\u001b\\\u001b]52;c;eA==\u0007\u001b[6n\u001b[2J!')).toBe('link!');
});

test('shows the last state of an overwritten line', () => {
  expect(stripAnsi('10%\r50%\r100%\r\ndone')).toBe('100%\ndone');
});

test('reads a megabyte of unfinished sequences in linear time', () => {
  const started = performance.now();
  parseAnsi('\u001b[' + '9'.repeat(500_000) + '\u001b]' + 'x'.repeat(500_000) + '\u001b['.repeat(50_000));
  expect(performance.now() - started).toBeLessThan(1500);
});
