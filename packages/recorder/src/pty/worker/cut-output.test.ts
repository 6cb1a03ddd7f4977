import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOutputCutter, type OutputPiece } from './cut-output.ts';

const ESC = '\u001b';
const plain = fc.constantFrom('hello', ' ', '\r\n', 'ü', '漢字', '😀', '\t', '\b', '\u0007');
const sequence = fc.constantFrom(
  `${ESC}[31m`, `${ESC}[0;38;5;120m`, `${ESC}[2J`, `${ESC}[10;20H`, `${ESC}7`, `${ESC}(B`, `${ESC}#8`, `${ESC}]0;a title\u0007`, `${ESC}]8;;https://example.com${ESC}\\`,
  `${ESC}P$q"p${ESC}\\`, `${ESC}_payload${ESC}\\`, `${ESC}[?25l`, '\u009b31m', '\u009dtitle\u009c', `${ESC}[?1049h`,
);
const update = fc.array(fc.oneof(plain, sequence), { maxLength: 5 }).map((parts) => `${ESC}[?2026h${parts.join('')}${ESC}[?2026l`);
const output = fc.array(fc.oneof(plain, sequence, update), { maxLength: 40 });

/** Cuts a text at places, each a part of its length. */
function chunksOf(text: string, places: readonly number[]): string[] {
  const cuts = [...new Set(places.map((place) => Math.floor(place * text.length)))].toSorted((a, b) => a - b);
  return [...cuts, text.length].map((cut, index) => text.slice(index === 0 ? 0 : cuts[index - 1], cut));
}

function cut(chunks: readonly string[]): OutputPiece[] {
  const cutter = createOutputCutter();
  return [...chunks.flatMap((chunk, index) => cutter.push(chunk, index + 1)), ...cutter.flush()];
}

test('a record of a terminal ends where its parser is between two sequences, however the output came', () => {
  fc.assert(fc.property(output, fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (tokens, places) => {
    const text = tokens.join('');
    const pieces = cut(chunksOf(text, places));
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    const borders = new Set<number>();
    let at = 0;
    for (const token of tokens) {
      borders.add(at);
      if (!token.startsWith(ESC) && !/^[\u0080-\u009f]/.test(token)) for (let inside = 0; inside < token.length; inside += 1) borders.add(at + inside);
      at += token.length;
    }
    borders.add(at);
    let end = 0;
    for (const piece of pieces) expect(borders).toContain(end += piece.text.length);
  }), { numRuns: 300 });
});

test('a synchronised update stays whole: what is too long for one record comes at one time', () => {
  const update = `${ESC}[?2026h${`${ESC}[31mrow of a screen${ESC}[m\r\n`.repeat(5000)}${ESC}[?2026l`;
  const pieces = cut(['before ', update.slice(0, 70_000), update.slice(70_000), 'after']);
  const inside = pieces.filter(({ text }) => text.includes('row'));
  expect(inside.length).toBeGreaterThan(3);
  expect(new Set(inside.map(({ at }) => at)).size).toBe(1);
  expect(Math.max(...inside.map(({ text }) => text.length))).toBeLessThanOrEqual(24 * 1024);
  expect(pieces.map(({ text }) => text).join('')).toBe(`before ${update}after`);
});

test('what is too long for one record is cut in no colour, however many there are', () => {
  const line = fc.tuple(fc.constantFrom(`${ESC}[m`, `${ESC}[1;38;5;120m`, `${ESC}[K`, `${ESC}[12C`, `${ESC}[?7h`, ''), fc.stringMatching(/^[ -~ü漢]{0,30}$/));
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), (lines) => {
    const some = lines.map(([colour, text]) => `${colour}${text}\r\n`).join('');
    const text = some.repeat(Math.ceil(100_000 / some.length));
    const pieces = cut([text]).map((piece) => piece.text);
    expect(pieces.join('')).toBe(text);
    for (const piece of pieces) {
      expect(Buffer.byteLength(piece)).toBeLessThanOrEqual(24 * 1024);
      // eslint-disable-next-line no-control-regex -- the beginning of a sequence without its end
      expect(piece).not.toMatch(/\u001b(?:\[[0-?]*)?$/);
    }
  }), { numRuns: 60 });
});

test('long output of any script stays below the size from which a text is stored beside the log', () => {
  for (const text of ['漢'.repeat(100_000), 'plain '.repeat(20_000), '😀'.repeat(50_000)]) {
    const pieces = cut([text]);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(Math.max(...pieces.map((piece) => Buffer.byteLength(piece.text)))).toBeLessThanOrEqual(24 * 1024);
    for (const piece of pieces) expect(piece.text).not.toMatch(/^[\udc00-\udfff]/);
  }
});

test('a sequence without an end is not waited for for ever', () => {
  const cutter = createOutputCutter();
  expect(cutter.push(`text${ESC}]0;${'x'.repeat(1000)}`, 1).map(({ text }) => text)).toEqual(['text']);
  expect(cutter.waitingSince).toBe(1);
  expect(cutter.push('y'.repeat(1024 * 1024), 2).length).toBeGreaterThan(0);
  expect(cutter.waitingSince).toBe(undefined);
});
