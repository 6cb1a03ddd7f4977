import { expect, test } from 'vitest';
import { parseAnsi, stripAnsi } from './parse-ansi.ts';

const E = '\u001b';
const lookOf = (codes: string): object => {
  const { text, ...look } = parseAnsi(`${E}[${codes}mx`)[0] ?? { text: '' };
  expect(text).toBe('x');
  return look;
};

test('shows colours as classes and the text between them', () => {
  expect(parseAnsi(`a ${E}[1;32mok${E}[0m b`)).toEqual([{ text: 'a ', className: '' }, { text: 'ok', className: 'a-g a-B' }, { text: ' b', className: '' }]);
});

test('shows the looks that tools use', () => {
  expect(lookOf('31')).toEqual({ className: 'a-r' });
  expect(lookOf('91')).toEqual({ className: 'a-xr' });
  expect(lookOf('90')).toEqual({ className: 'a-k' });
  expect(lookOf('2')).toEqual({ className: 'a-k' });
  expect(lookOf('3;4;9')).toEqual({ className: 'a-I a-U a-S' });
  expect(lookOf('4:3')).toEqual({ className: 'a-U' });
  expect(lookOf('1;41')).toEqual({ className: 'a-inv' });
  expect(lookOf('30;42')).toEqual({ className: 'a-ginv' });
  expect(lookOf('7;31')).toEqual({ className: 'a-inv' });
  expect(lookOf('44')).toEqual({ className: 'a-on', background: 'var(--ph-ansi-blue)' });
  expect(lookOf('7')).toEqual({ className: 'a-on', background: 'var(--ph-term-fg)' });
});

test('shows 256 and 16 million colours, written in either way', () => {
  expect(lookOf('38;5;9')).toEqual({ className: 'a-xr' });
  expect(lookOf('38;5;196')).toEqual({ className: 'a-rgb', color: 'rgb(255 0 0)' });
  expect(lookOf('38;5;244')).toEqual({ className: 'a-rgb', color: 'rgb(128 128 128)' });
  expect(lookOf('38;2;1;2;3;1')).toEqual({ className: 'a-rgb a-B', color: 'rgb(1 2 3)' });
  expect(lookOf('38:2::1:2:3')).toEqual({ className: 'a-rgb', color: 'rgb(1 2 3)' });
  expect(lookOf('48;2;10;20;30')).toEqual({ className: 'a-tint', background: 'rgb(10 20 30)' });
  expect(lookOf('38;2;999;0;0')).toEqual({ className: '' });
});

test('takes each look back', () => {
  expect(parseAnsi(`${E}[1;3;4;9;31;44mx${E}[22;23;24;29;39;49my`)[1]).toEqual({ text: 'y', className: '' });
});

test('leaves titles, links, clipboard writes and queries out, in their 8-bit form too', () => {
  expect(stripAnsi(`${E}]0;t\u0007${E}]8;;javascript:x${E}\\link${E}]8;;${E}\\${E}]52;c;eA==\u0007${E}[6n${E}[2J!`)).toBe('link!');
  expect(stripAnsi('\u009d0;t\u009c\u009d52;c;eA==\u0007\u009b6n\u0090q\u009c!')).toBe('!');
});

test('shows the last state of an overwritten line', () => {
  expect(stripAnsi('10%\r50%\r100%\r\ndone')).toBe('100%\ndone');
});

test('reads a megabyte of unfinished sequences in linear time', () => {
  const started = performance.now();
  parseAnsi(`${E}[${'9'.repeat(500_000)}${E}]${'x'.repeat(500_000)}${`${E}[`.repeat(50_000)}`);
  expect(performance.now() - started).toBeLessThan(1500);
});

test('keeps the number of stretches bounded and the text whole', () => {
  const spans = parseAnsi(`${E}[31ma${E}[32mb`.repeat(10_000), { maxSpans: 100 });
  expect(spans.length).toBeLessThanOrEqual(101);
  expect(spans.map(({ text }) => text).join('')).toBe('ab'.repeat(10_000));
});

test('never throws and loses no printed letter, whatever sequences stand between', () => {
  let seed = 42;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed % below;
  };
  const sequences = ['[m', '[38;5m', '[38;2;1m', '[38:2m', '[;;;m', '[999999999999m', '[?25l', '[1A', '[2K', ']0;title\u0007', ']8;;https://a.example\u0007', 'P+q\u001b\\', '(B', 'c', '7', '[48;5;300m', '[4:9m', '[1;38;5;12;4m'];
  for (let round = 0; round < 500; round++) {
    let words = '';
    let source = '';
    for (let piece = 0; piece < 40; piece++) {
      const word = `w${random(1000)} `;
      words += word;
      source += word + E + (sequences[random(sequences.length)] ?? '');
    }
    expect(stripAnsi(source)).toBe(words);
    const noise = Array.from({ length: 80 }, () => String.fromCharCode(random(8) === 0 ? 27 : random(300))).join('');
    expect(() => parseAnsi(noise)).not.toThrow();
  }
});
