import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textOfLines, wholeText } from './take-text.ts';
import { bytesOf, type TextBytes } from './text-bytes.ts';
import { createTextRows, type TextRow, type TextRows } from './text-rows.ts';

const encoder = new TextEncoder();
const nowhere = { bytes: () => Promise.reject(new Error('nothing is kept beside this recording')) };

async function rowsOf(bytes: TextBytes): Promise<TextRows> {
  const rows = createTextRows(bytes);
  await rows.index(new AbortController().signal, () => undefined);
  return rows;
}

/** Lines as they stand in a text: put together again from their rows. */
function linesOf(rows: readonly TextRow[]): string[] {
  const lines: string[] = [];
  for (const row of rows) {
    if (row.continues) lines.push((lines.pop() ?? '') + row.text);
    else lines.push(row.text);
  }
  return lines;
}

async function found(rows: TextRows, query: string): Promise<readonly number[]> {
  const all: number[] = [];
  await rows.find(query, new AbortController().signal, (more) => all.push(...more));
  return all;
}

const line = fc.oneof({ arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }), weight: 8 }, fc.integer({ min: 900, max: 5000 }).map((length) => '€𝄞xy'.repeat(length).slice(0, length).replace(/[\ud800-\udbff]$/, '')));
const lines = fc.array(line.map((text) => text.replaceAll(/[\r\n]/g, ' ')), { maxLength: 300 });

test('rows give every line of a text, whatever stands in it and wherever it is cut', async () => {
  await fc.assert(fc.asyncProperty(lines, fc.nat(), async (texts, at) => {
    const text = texts.map((each) => `${each}\n`).join('');
    const cut = at % (text.length + 1);
    const safe = /[\ud800-\udbff]$/.test(text.slice(0, cut)) ? cut + 1 : cut;
    const rows = await rowsOf(bytesOf(nowhere, [text.slice(0, safe), text.slice(safe)]));
    const all = await rows.read(0, rows.count);
    expect(linesOf(all)).toEqual(texts);
    expect([all.length, rows.lines]).toEqual([rows.count, texts.length]);
    const first = rows.count === 0 ? 0 : at % rows.count;
    expect(await rows.read(first, 70)).toEqual(all.slice(first, first + 70));
    if (texts.length === 0) return;
    const number = (at % texts.length) + 1;
    expect(all[await rows.firstOf(number)]).toMatchObject({ line: number, continues: false });
    expect(await textOfLines(rows, { low: number, high: number })).toBe(texts[number - 1]);
  }), { numRuns: 150 });
});

test('a text that is kept beside the recording is read a page at a time, never as a whole', async () => {
  const text = Array.from({ length: 120_000 }, (_, index) => `line ${index} ${'x'.repeat(80)}\n`).join('');
  const whole = encoder.encode(text);
  const asked: number[] = [];
  const store = { bytes: (_blob: unknown, { start, end }: { start: number; end: number }) => {
    asked.push(end - start);
    return Promise.resolve(whole.subarray(start, end));
  } };
  const rows = await rowsOf(bytesOf(store, ['first\n', { $blob: `sha256-${'0'.repeat(64)}`, size: whole.length, encoding: 'text' }]));
  expect(rows.lines).toBe(120_001);
  expect(Math.max(...asked)).toBeLessThanOrEqual(512 * 1024);
  expect(asked.length).toBeLessThan(whole.length / 512 / 1024 + 3);
  expect((await rows.read(120_000, 1))[0]?.text).toMatch(/^line 119999 x/);
});

test('a search finds text in any case, on both sides of where a long line is cut, and once for each row', async () => {
  const long = `${'a'.repeat(1020)}NEEDLE${'b'.repeat(1500)}`;
  const rows = await rowsOf(bytesOf(nowhere, [`one needle, a Needle\nnothing\n${long}\nneed\nle\n`]));
  const all = await rows.read(0, rows.count);
  expect((await found(rows, 'needle')).map((row) => [all[row]?.line, all[row]?.continues])).toEqual([[1, false], [3, false]]);
});

test('what is left of a text after a failure is read when asked again', async () => {
  const whole = encoder.encode('a line\n'.repeat(200_000));
  let broken = true;
  const rows = createTextRows({ size: whole.length, read: ({ start, end }) => (broken && start > 600_000 ? Promise.reject(new Error('away')) : Promise.resolve(whole.subarray(start, end))) });
  const { signal } = new AbortController();
  await expect(rows.index(signal, () => undefined)).rejects.toThrow('away');
  expect(rows.lines).toBeGreaterThan(50_000);
  broken = false;
  await rows.index(signal, () => undefined);
  expect(rows.lines).toBe(200_000);
  expect(rows.count).toBe(200_000);
});

test('a whole text is copied without colours, and its characters stay whole at page ends', async () => {
  const text = `\u001b[31m${'€'.repeat(2_000_000)}\u001b[0m\n`;
  expect(await wholeText(bytesOf(nowhere, [text]))).toBe(`${'€'.repeat(2_000_000)}\n`);
});
