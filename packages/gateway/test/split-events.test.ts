import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventDataOf } from '../src/http/event-data.ts';
import { createEventSplitter } from '../src/http/split-events.ts';

const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
const event = fc.tuple(lineEnd, fc.array(fc.constantFrom('data: {"a":1}', 'data:x', ': ping', 'id: 7', 'event: message', 'retry: 1', 'data', 'déjà'), { minLength: 1, maxLength: 4 })).map(([end, lines]) => [...lines, ''].map((line) => line + end).join(''));

test('however a stream is cut, its events are the same and none of its bytes is lost', () => {
  fc.assert(fc.property(fc.array(event, { maxLength: 6 }), fc.array(fc.nat(200), { maxLength: 12 }), (events, cuts) => {
    const bytes = Buffer.from(events.join(''));
    const at = [...new Set([0, ...cuts.filter((cut) => cut < bytes.length), bytes.length])].sort((one, other) => one - other);
    const splitter = createEventSplitter();
    const pieces = [...at.slice(1).flatMap((end, index) => splitter.push(bytes.subarray(at[index], end))), ...splitter.flush()];
    expect(Buffer.concat(pieces.map((piece) => piece.bytes)).equals(bytes)).toBe(true);
    const dataOf = (text: string): string | undefined => eventDataOf(Buffer.from(text)).data?.toString();
    expect(pieces.map((piece) => dataOf(piece.bytes.toString())).filter((data) => data !== undefined)).toEqual(events.map(dataOf).filter((data) => data !== undefined));
  }));
});

test('an event that is too long comes in pieces, and the next one is whole again', () => {
  const splitter = createEventSplitter({ mostBytes: 10 });
  const pieces = ['data: 0123456', '789', '\n\ndata: 1\n\n'].flatMap((text) => splitter.push(Buffer.from(text)));
  expect(pieces.map(({ kind, bytes }) => [kind, bytes.toString()])).toEqual([['long', 'data: 0123456'], ['long', '789'], ['long', '\n\n'], ['event', 'data: 1\n\n']]);
  expect(splitter.flush()).toEqual([]);
});
