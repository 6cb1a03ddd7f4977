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
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'), { timeout: 20_000 });
  const { events } = replay.getState().model;
  expect(events.length).toBe(600);
  for (const index of [0, 299, 300, 599]) {
    expect(JSON.stringify(events[index]?.record).length).toBeLessThan(700);
    expect(await replay.text(events[index]?.record.data['text'] as unknown as BlobRef)).toBe(records[index]?.data['text']); // a reference: the line above counted its characters
  }
  replay.setQuery('Needle');
  await vi.waitFor(() => expect(replay.getState().hits).toEqual(['p1-321']), { timeout: 20_000 });
  replay.close();
});
