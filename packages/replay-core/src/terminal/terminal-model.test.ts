import { encodeRecord, type SessionRecord } from '@playhead/protocol';
import { Terminal } from '@xterm/headless';
import { memoryStorage } from '@playhead/storage-adapters/memory';
import { expect, test, vi } from 'vitest';
import { createReplay } from '../create-replay.ts';
import { createModel } from '../model/create-model.ts';
import type { ReplaySource } from '../source/source.ts';
import { fileSource } from '../source/file-source.ts';
import { recordsSource } from '../source/records-source.ts';
import { storageSource } from '../source/storage-source.ts';
import { typedSession, START } from './test-support/typed-session.ts';
import { showOn } from './test-support/show-on.ts';

const SESSION = '0199f1a0-0000-7000-8000-000000000001';
const emulator = (): Promise<typeof Terminal> => Promise.resolve(Terminal);

test('what a terminal shows is no event, and its beginning, sizes and end are', () => {
  const records = typedSession();
  const model = createModel().add(records);
  expect(model.events.map(({ record: { type } }) => type)).toEqual(['terminal_command', 'terminal_resize', 'terminal_output', 'tool_result']);
  expect(model.session.events).toBe(records.length);
  expect(model.terminals).toEqual([expect.objectContaining({ id: 'pty-1', command: 'bash', columns: 20, rows: 4, term: 'xterm-256color', exitCode: 3, startedAt: START, endedAt: START + 9_000_000, stepId: 'pty-1' })]);
});

test('nothing of a terminal is in the list of terminals before it was opened, and one without an end runs', () => {
  const [opened, ...rest] = typedSession();
  expect(createModel().add(rest).terminals).toEqual([]);
  const [head] = createModel().add(opened ? [opened] : []).terminals;
  expect(head?.endedAt).toBeUndefined();
});

test('time in which a terminal shows something is not idle', () => {
  const records = typedSession();
  const replay = createReplay(recordsSource(records));
  return vi.waitFor(() => {
    const { timeMap, status } = replay.getState();
    expect(status).toBe('ready');
    // Something is printed every second from 1 s to 5 s, then nothing until 8 s.
    expect(timeMap.idle.map(({ wallMs }) => wallMs)).toEqual([3000]);
    expect(timeMap.toWall(0)).toBe(START); // when the terminal was opened, not when it first printed
  });
});

const sources: readonly [string, (records: readonly SessionRecord[]) => Promise<ReplaySource>][] = [
  ['records', (records) => Promise.resolve(recordsSource(records))],
  ['a storage', async (records) => {
    const storage = memoryStorage();
    await storage.create({ sessionId: SESSION, name: 'bash', harness: 'pty', agentName: 'bash', workspaceName: 'x' });
    await storage.append(SESSION, records.map(encodeRecord));
    return storageSource(storage, SESSION);
  }],
  ['a file', (records) => Promise.resolve(fileSource(new Blob([records.map((record) => `${encodeRecord(record)}\n`).join('')])))],
];

test.each(sources)('the screen of any moment comes from %s', async (_, open) => {
  const replay = createReplay(await open(typedSession()));
  await vi.waitFor(() => expect(replay.getState().status).toBe('ready'));
  const track = await replay.terminal('pty-1', emulator);
  expect(track.endedAt).toBe(START + 9_000_000);
  await track.screenAt(track.endedAt);
  expect(track.resizes).toEqual([{ at: START + 8_000_000, columns: 30, rows: 5 }]);
  expect(await showOn(await track.screenAt(START))).toEqual({ columns: 20, text: '' });
  expect(await showOn(await track.screenAt(START + 2_500_000))).toEqual({ columns: 20, text: 'line 1\nline 2' });
  expect((await showOn(await track.screenAt(track.endedAt))).columns).toBe(30);
  const kinds: string[] = [];
  for await (const pieces of track.pieces(START + 4_000_000, track.endedAt)) kinds.push(...pieces.map(({ kind }) => kind));
  expect(kinds).toEqual(['output', 'input', 'resize', 'output', 'exit']);
  await expect(replay.terminal('nobody', emulator)).rejects.toMatchObject({ code: 'not_found' });
});
