import { expect, test } from 'vitest';
import { parseLine } from '../src/transcript/parse-line.ts';

const row = (uuid: string, text = 'hello'): string => JSON.stringify({ parentUuid: null, type: 'user', uuid, message: { role: 'user', content: [{ type: 'text', text }] } });
const uuids = (line: string): unknown[] => parseLine(line).rows.map(({ uuid }) => uuid);

test('a whole line is one row', () => {
  expect(parseLine(row('a'))).toMatchObject({ rows: [{ uuid: 'a' }], torn: 0, mended: false });
});

test('a row behind one that was cut off is read, and the torn bytes are counted, wherever it was cut', () => {
  const whole = row('a', 'grüße {"type":"user"} \\ "quoted"');
  for (let cut = 1; cut < whole.length; cut += 1) {
    const torn = whole.slice(0, cut);
    const { rows, torn: bytes } = parseLine(torn + row('b'));
    expect(rows.map(({ uuid }) => uuid), `cut at ${cut}`).toEqual(['b']);
    expect(bytes).toBe(Buffer.byteLength(torn));
  }
});

test('rows without a line feed between them are all read', () => {
  expect(uuids(row('a') + row('b') + row('c'))).toEqual(['a', 'b', 'c']);
  expect(parseLine(row('a') + row('b')).torn).toBe(0);
});

test('runs of NUL bytes cost nothing, before, between and behind rows and within one that was cut off', () => {
  const filler = '\0'.repeat(40);
  expect(parseLine(`${filler}${row('a')}${filler}${row('b')}${filler}`)).toMatchObject({ rows: [{ uuid: 'a' }, { uuid: 'b' }], torn: 0 });
  expect(uuids(`${row('a').slice(0, 30)}${filler}${row('b')}`)).toEqual(['b']);
});

test('a part of a row that looks like a row is none', () => {
  const nested = JSON.stringify({ parentUuid: 'x', type: 'attachment', attachment: { inner: [{ type: 'user', text: 'not a row' }, { type: 'system' }] } });
  expect(parseLine(nested.slice(0, -1)).rows).toEqual([]);
});

test('a line that is made to be slow is given up in time', () => {
  const hostile = '{"type":'.repeat(200_000);
  const { rows, torn } = parseLine(hostile);
  expect(rows).toEqual([]);
  expect(torn).toBe(hostile.length);
});
