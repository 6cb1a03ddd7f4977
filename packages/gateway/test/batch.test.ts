import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBatchRoom, readBatch, type Batch } from '../src/record/batch.ts';
import type { RpcDirection } from '../src/rpc/direction.ts';

type Item = { readonly direction?: RpcDirection; readonly exchange: number | undefined; readonly length: number };

const short = fc.nat(40);
const long = fc.integer({ min: 60_000, max: 140_000 });
const piece = (length: fc.Arbitrary<number>): fc.Arbitrary<Item> => fc.record({ direction: fc.constantFrom('to_server', 'to_client'), exchange: fc.option(fc.nat(), { nil: undefined }), length });
const note: fc.Arbitrary<Item> = fc.record({ exchange: fc.nat(), length: fc.constant(0) });
const items = fc.oneof(
  fc.array(fc.oneof({ weight: 8, arbitrary: piece(short) }, { weight: 1, arbitrary: piece(long) }, { weight: 3, arbitrary: note }), { maxLength: 30 }),
  fc.array(piece(short), { minLength: 10, maxLength: 30 }).map((few) => Array.from({ length: 100 }, () => few).flat()),
);

test('what is copied comes out of its batches whole and in its order, whatever fills them', () => {
  fc.assert(fc.property(items, (all) => {
    const room = createBatchRoom();
    const batches: Batch[] = [];
    let cost = 0;
    const send = (): void => {
      cost += room.cost;
      const batch = room.take();
      batches.push(structuredClone(batch, { transfer: [batch.bytes.buffer as ArrayBuffer, batch.rows.buffer as ArrayBuffer] })); // as to a worker; none is shared
    };
    const bytesOf = ({ length }: Item, at: number): Buffer => Buffer.alloc(length, at % 251);
    for (const [at, item] of all.entries()) {
      const bytes = bytesOf(item, at);
      if (!item.direction) room.note({ kind: 'end', exchange: item.exchange ?? 0, at });
      else for (let from = 0; from < bytes.length;) {
        from += room.add(item.direction, bytes.subarray(from), at, item.exchange);
        if (room.isFull) send();
      }
      if (room.isFull) send();
    }
    send();
    const came = new Map<number, Item>();
    const bytes: Buffer[] = [];
    for (const item of batches.flatMap((batch) => [...readBatch(batch)])) {
      if (!('piece' in item)) came.set(item.at, { exchange: item.exchange, length: 0 });
      else {
        const { at, direction, exchange } = item.piece;
        came.set(at, { direction, exchange, length: (came.get(at)?.length ?? 0) + item.bytes.length });
        bytes.push(item.bytes);
      }
    }
    expect([...came]).toEqual([...all.entries()].filter(([, { direction, length }]) => !direction || length > 0));
    expect(Buffer.concat(bytes).equals(Buffer.concat(all.map(bytesOf)))).toBe(true);
    expect(cost).toBe(all.reduce((sum, { direction, length }) => sum + (direction ? length : 1024), 0));
  }), { numRuns: 40 });
});
