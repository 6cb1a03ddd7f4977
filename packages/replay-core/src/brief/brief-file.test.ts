import { type BlobRef, encodeRecord } from '@playhead/protocol';
import { expect, test, vi } from 'vitest';
import { createReplay } from '../create-replay.ts';
import { fileSource } from '../source/file-source.ts';
import { recordBuilder } from '../test-support/build-records.ts';

test('a file of more than 16 MiB opens in brief; its texts are read and searched in the file', async () => {
  const record = recordBuilder();
  const records = Array.from({ length: 600 }, (_, index) => record('terminal_output', { text: `${index}: é ${'long text '.repeat(500)}${index === 321 ? 'needle' : ''}${'long text '.repeat(2500)}` }, { call: `c${index}` }));
  const half = (from: number, to: number): Blob => new Blob([records.slice(from, to).map((one) => `${encodeRecord(one)}\n`).join('')]);
  const replay = createReplay(fileSource([half(0, 300), new Blob(['torn{\n', half(300, 600)])]));
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'));
  const { events } = replay.getState().model;
  expect(events.length).toBe(600);
  for (const index of [0, 299, 300, 599]) {
    expect(JSON.stringify(events[index]?.record).length).toBeLessThan(700);
    expect(await replay.text(events[index]?.record.data['text'] as unknown as BlobRef)).toBe(records[index]?.data['text']); // a reference: the line above counted its characters
  }
  const shares: (number | undefined)[] = [];
  replay.subscribe(() => {
    const { searching } = replay.getState();
    if (searching?.read && shares.at(-1) !== searching.read.readBytes) shares.push(searching.read.readBytes);
  });
  replay.setQuery('Needle');
  expect(replay.getState().searching).toMatchObject({ failed: false });
  await vi.waitFor(() => expect(replay.getState().hits).toEqual(['p1-321']));
  await vi.waitFor(() => expect(replay.getState().searching).toBeUndefined(), { timeout: 30_000 });
  expect(shares).toEqual([...shares].sort((a, b) => Number(a) - Number(b)));

  replay.setQuery('long');
  expect(replay.getState().searching).toBeDefined();
  replay.setQuery('');
  expect(replay.getState()).toMatchObject({ hits: [], searching: undefined });
  replay.close();
});

test('a search that cannot read the log to its end says so, keeps what it found, and begins anew when it is asked again', async () => {
  const record = recordBuilder();
  const records = [0, 1, 2].map((index) => record('milestone', { title: `goal ${index}` }));
  let whole = false;
  const replay = createReplay({
    async *open() { yield { records, upToDate: true }; },
    async *search() {
      yield { ids: ['p1-2'], progress: { readBytes: 40, totalBytes: 100 } };
      if (!whole) throw new Error('The disk is gone.');
      yield { ids: ['p1-1'] };
    },
  });
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'), { timeout: 30_000 });
  replay.setQuery('goal 0');
  await vi.waitFor(() => expect(replay.getState().searching).toEqual({ failed: true, read: { readBytes: 40, totalBytes: 100 } }), { timeout: 30_000 });
  expect(replay.getState().hits).toEqual(['p1-0', 'p1-2']);
  whole = true;
  replay.setQuery('');
  replay.setQuery('goal 0');
  await vi.waitFor(() => expect(replay.getState()).toMatchObject({ hits: ['p1-0', 'p1-1', 'p1-2'], searching: undefined }), { timeout: 30_000 });
  replay.close();
});
