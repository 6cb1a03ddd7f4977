import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMessageReader, type RpcItem } from '../src/rpc/read-messages.ts';

function read(bytes: Buffer, cuts: readonly number[], options?: { mostBytes?: number }): readonly RpcItem[] {
  const reader = createMessageReader(options);
  const places = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b), bytes.length];
  return [...places.slice(1).flatMap((end, index) => reader.push('to_server', bytes.subarray(places[index], end), 5)), ...reader.end(5)];
}

const message = fc.record({ jsonrpc: fc.constant('2.0'), id: fc.integer(), method: fc.string({ unit: 'binary' }) });
const line = fc.oneof(message.map((value) => Buffer.from(JSON.stringify(value))), fc.string().map((text) => Buffer.from(text.replaceAll('\n', ' '))), fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 10))));
const end = fc.constantFrom('\n', '\r\n', '\n\n');

test('messages are the same however their bytes were cut', () => {
  fc.assert(fc.property(fc.array(fc.tuple(line, end), { maxLength: 12 }), fc.array(fc.nat(), { maxLength: 30 }), (lines, cuts) => {
    const bytes = Buffer.concat(lines.flatMap(([text, ending]) => [text, Buffer.from(ending)]));
    expect(read(bytes, cuts)).toEqual(read(bytes, []));
  }), { numRuns: 300 });
});

test('a line that is too long is known by its length and hash, and the next one is read', () => {
  const bytes = Buffer.from(`{"id":1,"method":"${'x'.repeat(5000)}"}\n{"id":2,"method":"next"}\n`);
  for (const cuts of [[], [10, 900, 3000]]) {
    expect(read(bytes, cuts, { mostBytes: 1000 })).toMatchObject([{ kind: 'oversize', bytes: 5020, digest: expect.stringMatching(/^sha256-/) }, { kind: 'message', message: { id: 2 } }]);
  }
});

test('where bytes are missing the message that they belong to is left out, and no other', () => {
  const reader = createMessageReader();
  reader.push('to_server', Buffer.from('{"id":1,"method":"half'), 1);
  expect(reader.gap('to_server', 400, 2)).toMatchObject([{ kind: 'gap', bytes: 400 }]);
  expect(reader.push('to_server', Buffer.from(' of another"}\n{"id":3,"method":"whole"}\n'), 3)).toMatchObject([{ kind: 'message', message: { id: 3 } }]);
  expect(reader.push('to_client', Buffer.from('{"id":4,"result":1}\n'), 4)).toHaveLength(1);
});
