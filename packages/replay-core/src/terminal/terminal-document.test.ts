import type { SessionRecord } from '@playhead/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ReplaySource, TerminalRange } from '../source/source.ts';
import { readBlock } from './recorded-output.ts';
import { afterOf, afterText, fromTerminalDocument, readTerminalDocument } from './terminal-document.ts';
import type { TerminalPiece } from './types.ts';

const START = 1_763_700_000_000_000;
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\ud800 half', '\u001b[31mred\u001b[0m', ''));
const data = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('terminal_output'), data: fc.record({ stream: fc.constant('pty'), text }) }) },
  fc.record({ type: fc.constant('terminal_output'), data: fc.record({ stream: fc.constant('pty'), encoding: fc.constant('base64'), text: fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64')) }) }),
  fc.record({ type: fc.constant('terminal_input'), data: fc.record({ text, redacted: fc.boolean() }) }),
  fc.record({ type: fc.constant('terminal_resize'), data: fc.record({ columns: fc.integer({ min: -5, max: 2000 }), rows: fc.integer({ min: -5, max: 900 }) }) }),
  fc.record({ type: fc.constant('terminal_output'), data: fc.record({ stream: fc.constant('pty'), text, exitCode: fc.integer(), signal: fc.constantFrom('SIGTERM') }) }),
);
/** Records of two terminals, out of order here and there, some of them twice. */
const records = fc.array(fc.tuple(data, fc.integer({ min: -2, max: 9 }), fc.integer({ min: -3, max: 5000 }), fc.boolean()), { maxLength: 60 }).map((rows) => rows.map(([of, step, time, mine], index): SessionRecord => ({
  $r: 1, id: `r${String(index)}`, p: 'pty', e: 0, n: Math.max(0, index + (step < 0 ? step : 0)), at: START + index * 1000 + time, via: 'pty', call: mine ? 'one' : 'other', ...of,
})));

function sourceOf(all: readonly SessionRecord[], chunk = 7): Required<Pick<ReplaySource, 'read'>> {
  return {
    async *read({ from = '0', to = String(all.length) }) {
      for (let at = Number(from); at < Number(to); at += chunk) {
        const some = all.slice(at, Math.min(at + chunk, Number(to)));
        yield { records: some.map((record, index) => ({ record, cursor: String(at + index + 1) })), next: String(at + some.length) };
      }
    },
  };
}

async function asked(source: Pick<ReplaySource, 'read'>, range: TerminalRange): Promise<{ readonly pieces: TerminalPiece[]; readonly answers: number }> {
  const pieces: TerminalPiece[] = [];
  for (let [next, answers]: [Partial<TerminalRange>, number] = [{}, 1]; ; answers += 1) {
    const told = fromTerminalDocument(JSON.parse(JSON.stringify(await readTerminalDocument(source, { ...range, ...next }))));
    pieces.push(...(told?.pieces ?? []));
    if (!told?.next) return { pieces, answers };
    next = told.next;
  }
}

test('what a server sends of a terminal is what is read in its log', async () => {
  await fc.assert(fc.asyncProperty(records, fc.nat(60), fc.option(fc.nat(60), { nil: undefined }), async (all, start, number) => {
    const source = sourceOf(all);
    const range = { call: 'one', from: String(Math.min(start, all.length)), to: String(all.length), after: number === undefined ? undefined : { p: 'pty', e: 0, n: number } };
    const { pieces } = await asked(source, { call: range.call, from: range.from, to: range.to, ...(range.after && { after: range.after }) });
    expect(pieces).toEqual(await readBlock('one', range, { ...source, text: async () => '' }));
  }));
});

test('what is long comes in several answers, and none of it twice', async () => {
  const all = Array.from({ length: 90 }, (_, n): SessionRecord => ({ $r: 1, id: `r${String(n)}`, p: 'a.b', e: 2, n, at: START + n, type: 'terminal_output', via: 'pty', call: 'one', data: { stream: 'pty', text: `${String(n)} ${'x'.repeat(100_000)}` } }));
  const { pieces, answers } = await asked(sourceOf(all, 1), { call: 'one', to: '90' });
  expect(answers).toBe(3);
  expect(pieces.map(({ at }) => at - START)).toEqual(all.map((_, n) => n));
});

test('a record is named in an address whatever its producer is called', () => {
  fc.assert(fc.property(fc.string({ minLength: 1, unit: 'binary' }), fc.nat(), fc.nat(), (p, e, n) => { expect(afterOf(afterText({ p, e, n }))).toEqual({ p, e, n }); }));
  for (const wrong of ['', '1', '1.2', '1.2.', 'a.b.c', '-1.2.p']) expect(afterOf(wrong)).toBeUndefined();
});

test('what is no such answer is not taken, and what is no piece is left out', () => {
  for (const wrong of [undefined, null, [], {}, { schemaVersion: 2, pieces: [] }, { schemaVersion: 1, pieces: {} }]) expect(fromTerminalDocument(wrong)).toBeUndefined();
  const odd = fromTerminalDocument({ schemaVersion: 1, pieces: [[START, 'a'], 'x', [1], ['1', 'b'], [-50, 'c'], [5, { resize: [1e9, 0] }], [0, { resize: [1e9, 5] }], [1, null], [1, { bytes: '%' }]], next: 7 });
  expect(odd).toEqual({ pieces: [{ kind: 'output', at: START, data: 'a' }, { kind: 'output', at: START, data: 'c' }, { kind: 'resize', at: START + 5, columns: 1000, rows: 5 }, { kind: 'output', at: START + 7, data: '' }] });
});
