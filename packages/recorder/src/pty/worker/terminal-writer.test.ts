import { createRedactor, type RedactionPolicy } from '@playhead/redaction';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { RecordInput } from '../../harness.ts';
import { createRedactingGuard } from '../../redacting-guard.ts';
import { encodeRecord } from '@playhead/protocol';
import { createTerminalWriter, type TerminalWriter } from './terminal-writer.ts';

const SECRET = ['ghp', '0123456789abcdefghijABCDEFGHIJ012345'].join('_');

/** A terminal whose records are kept as the log would have them. */
async function writerOf(policy: RedactionPolicy, command = 'bash'): Promise<{ writer: TerminalWriter; records: RecordInput[]; shown: () => string }> {
  const guard = createRedactingGuard(await createRedactor({ policy, key: new Uint8Array(32) }));
  const records: RecordInput[] = [];
  const writer = createTerminalWriter({ id: 'terminal', command, cwd: '/', columns: 80, rows: 24, term: 'xterm' }, guard, (inputs, { safe }) => {
    for (const input of inputs) records.push(safe ? input : { ...input, data: guard.record({ $r: 1, id: 'a', p: 'p', e: 0, n: 0, at: 0, via: 'pty', ...input }).data });
  }, () => 0);
  const shown = (): string => records.filter(({ type }) => type === 'terminal_output').map(({ data }) => String(data['text'])).join('');
  return { writer, records, shown };
}

test('a secret that a terminal prints is not recorded, wherever it was parted', async () => {
  const text = Buffer.from(`before \u001b[31m${SECRET}\u001b[m after\r\n`);
  await fc.assert(fc.asyncProperty(fc.array(fc.nat({ max: text.length }), { maxLength: 8 }), async (places) => {
    const { writer, shown } = await writerOf('entity');
    const cuts = [0, ...places.toSorted((a, b) => a - b), text.length];
    for (const [index, from] of cuts.slice(0, -1).entries()) writer.output(text.subarray(from, cuts[index + 1]), index);
    writer.end({ exitCode: 0 }, 99);
    expect(shown()).not.toContain('0123456789');
    expect(shown()).toMatch(/before .* after\r\n/);
  }), { numRuns: 30 });
});

test('of a file that holds secrets nothing is recorded', async () => {
  const { writer, shown } = await writerOf('entity', 'cat .env');
  writer.output(Buffer.from('COLOUR=green\r\n'), 1);
  writer.end({ exitCode: 0 }, 2);
  expect(shown()).not.toContain('green');
});

test('under the strict policy nothing of what is printed is recorded', async () => {
  const { writer, records } = await writerOf('strict');
  writer.output(Buffer.from('a plain word\r\n'), 1);
  writer.end({ exitCode: 0 }, 2);
  expect(JSON.stringify(records)).not.toContain('plain');
});

test('what is left out of what was typed says neither how much nor how often', async () => {
  const { writer, records } = await writerOf('entity');
  writer.input(Buffer.from('a'), 1);
  for (let key = 0; key < 12; key += 1) writer.input(undefined, 2 + key);
  writer.input(Buffer.from('b\r\n'), 20);
  writer.end({ exitCode: 0 }, 21);
  expect(records.filter(({ type }) => type === 'terminal_input').map(({ data }) => data)).toEqual([{ text: 'a' }, { text: '', redacted: true }, { text: 'b\r\n' }]);
});

test('a line that goes on is recorded while it waits, and the beginning of a sequence only with its end', async () => {
  const { writer, shown } = await writerOf('off');
  writer.output(Buffer.from('50 %\u001b[3'), 1);
  expect(shown()).toBe('50 %');
  writer.output(Buffer.from('1m done'), 2);
  expect(shown()).toBe('50 %\u001b[31m done');
  const { writer: safe, shown: shownSafe } = await writerOf('entity');
  safe.output(Buffer.from('50 percent of it '), 1);
  await vi.waitFor(() => expect(shownSafe()).toBe('50 percent of it '));
  safe.output(Buffer.from('Continue?[y/N]'), 2);
  await vi.waitFor(() => expect(shownSafe()).toBe('50 percent of it Continue?[y/N]'));
  safe.end({ exitCode: 0 }, 3);
});

test('what looks like half a secret is not recorded while its program waits', async () => {
  const { writer, shown } = await writerOf('entity');
  vi.useFakeTimers(); // what must not come cannot be waited for
  writer.output(Buffer.from(`at ${SECRET.slice(0, 20)}`), 1);
  vi.advanceTimersByTime(10_000);
  expect(shown()).toBe('at ');
  writer.output(Buffer.from(`${SECRET.slice(20)}\r\n`), 2);
  writer.end({ exitCode: 0 }, 3);
  expect(shown()).toMatch(/^at \[\[GITHUB_TOKEN:[0-9a-f]{6}\]\]\r\n$/);
});

test('a record of a terminal can be written as a line', async () => {
  const { writer, records } = await writerOf('off');
  writer.output(Buffer.from([0x61, 0xff]), 1);
  writer.end({ exitCode: 143, signal: 'SIGTERM' }, 2);
  for (const [n, input] of records.entries()) expect(encodeRecord({ id: 'a', p: 'p', e: 0, n, at: 0, via: 'pty', ...input })).toContain('"call":"terminal"');
  expect(records.find(({ data }) => data['encoding'] === 'base64')?.data['text']).toBe(Buffer.from([0x61, 0xff]).toString('base64'));
});

test('what a flood of output ends with is marked', async () => {
  const { writer, records } = await writerOf('off');
  for (let part = 0; part < 50; part += 1) writer.output(Buffer.from('a line of many\r\n'.repeat(2000)), part);
  writer.output(Buffer.from('Tests  12 passed (12)\r\n'), 50);
  writer.end({ exitCode: 0 }, 51);
  expect(records.filter(({ type }) => type === 'moment').map(({ data }) => data['category'])).toEqual(['tests_passed', 'exit']);
});

test('a flood of any bytes is kept as it was, in records that stay below the size from which a text is stored beside the log', async () => {
  const run = fc.tuple(fc.constantFrom('plain text ', '\u001b[31m', '€', '𝒳', '\u001b]0;title\u0007', '\u00ff', '\u001b[?2026h', '\u001b[?2026l'), fc.integer({ min: 1, max: 12_000 }), fc.boolean());
  await fc.assert(fc.asyncProperty(fc.array(run, { minLength: 1, maxLength: 12 }), fc.array(fc.integer({ min: 1, max: 300_000 }), { minLength: 1, maxLength: 4 }), async (runs, sizes) => {
    const reads = [...sizes, 65_536]; // a terminal is not read byte by byte for a megabyte
    const bytes = Buffer.concat(runs.flatMap(([text, times, torn]) => [Buffer.from(text.repeat(times)), ...(torn ? [Buffer.from([0xe2, 0x82])] : [])]));
    const { writer, records } = await writerOf('off');
    for (let from = 0, read = 0; from < bytes.length; read += 1) {
      const end = from + (reads[read % reads.length] ?? 65_536);
      writer.output(bytes.subarray(from, end), read);
      from = end;
    }
    writer.end({ exitCode: 0 }, 99);
    const texts = records.filter(({ type }) => type === 'terminal_output').map(({ data }) => Buffer.from(String(data['text']), data['encoding'] === 'base64' ? 'base64' : 'utf8'));
    expect(Buffer.concat(texts).equals(bytes)).toBe(true);
    for (const text of texts) expect(text.length).toBeLessThanOrEqual(24 * 1024);
  }), { numRuns: 30 });
});
