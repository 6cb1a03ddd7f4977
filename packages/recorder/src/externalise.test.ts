import { createHash } from 'node:crypto';
import { isBlobRef, type BlobRef, type JsonObject } from '@playhead/protocol';
import { expect, test } from 'vitest';
import { externalise, type ExternalisedData } from './externalise.ts';

const stored: Uint8Array[] = [];
const run = (data: JsonObject): Promise<ExternalisedData> => externalise('s1', data, { put: async (_, bytes) => `sha256-${stored.push(bytes) - 1}` });

function blobIn(value: unknown): BlobRef & { bytes: Uint8Array } {
  if (!isBlobRef(value)) throw new Error('not a blob');
  const bytes = stored[Number(value.$blob.slice(7))];
  if (!bytes) throw new Error('not stored');
  return { ...value, bytes };
}

test('small data stays the very same object', async () => {
  const data = { text: 'x'.repeat(32 * 1024), list: ['ü'.repeat(16 * 1024)] };
  expect((await run(data)).data).toBe(data);
});

test('a text over 32 KiB of UTF-8 becomes a blob wherever it stands, with a preview', async () => {
  const text = `a${'🎬'.repeat(20_000)}`;
  const { data } = await run({ path: 'x', deep: { list: [1, { text }] } });
  const { deep } = data as { deep: { list: [number, { text: unknown }] } }; // as built above
  const blob = blobIn(deep.list[1].text);
  expect(blob).toMatchObject({ size: 80_001, encoding: 'text' });
  expect(new TextDecoder().decode(blob.bytes)).toBe(text);
  expect(blob.preview).toBe(text.slice(0, 1999)); // the pair at the cut is left out whole
});

test('base64 beside its media type is kept as bytes, other text that looks like it as text', async () => {
  const bytes = crypto.getRandomValues(new Uint8Array(40_000));
  const base64 = btoa(String.fromCharCode(...bytes));
  const { data } = await run({ image: { type: 'base64', media_type: 'image/png', data: base64 }, text: base64 });
  const { image } = data as { image: { data: unknown } }; // as built above
  expect(blobIn(image.data)).toMatchObject({ encoding: 'base64', size: 40_000, bytes });
  expect(blobIn(data['text']).encoding).toBe('text');
});

test.each(['text/plain', 'application/json; charset=utf-8', 'image/svg+xml'])('base64 of a text, such as %s, stays base64', async (mimeType) => {
  const base64 = Buffer.from('not looked through '.repeat(3000)).toString('base64');
  const { resource } = (await run({ resource: { mimeType, blob: base64 } })).data as { resource: JsonObject };
  const blob = blobIn(resource['blob']);
  expect(blob.encoding).toBe('text');
  expect(new TextDecoder().decode(blob.bytes)).toBe(base64);
});

test('a text that UTF-8 cannot hold comes back unchanged', async () => {
  const text = `\ud800${'x'.repeat(40_000)}`;
  const blob = blobIn((await run({ text })).data['text']);
  expect(blob.encoding).toBe('json');
  expect(JSON.parse(new TextDecoder().decode(blob.bytes))).toBe(text);
});

test('an output of many small values becomes one JSON blob', async () => {
  const output = Array.from({ length: 10_000 }, (_, n) => ({ n }));
  const blob = blobIn((await run({ output })).data['output']);
  expect(blob.encoding).toBe('json');
  expect(JSON.parse(new TextDecoder().decode(blob.bytes))).toEqual(output);
});

test('a value over 64 MiB is named, not kept', async () => {
  const before = stored.length;
  const { data, oversize } = await run({ text: 'x'.repeat(64 * 1024 * 1024 + 1) });
  expect(stored.length).toBe(before);
  expect(oversize).toEqual([{ what: 'text', bytes: 64 * 1024 * 1024 + 1, digest: `sha256-${createHash('sha256').update('x'.repeat(64 * 1024 * 1024 + 1)).digest('hex')}` }]);
  expect(data['text']).toBe('x'.repeat(2000));
});

test('data as deep as JSON allows does not exhaust the stack', async () => {
  let deep: JsonObject = { text: 'x'.repeat(40_000) };
  for (let level = 0; level < 5000; level += 1) deep = { deep };
  expect((await run(deep)).oversize).toEqual([]);
});
