import { act, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { showPart } from '../test-support/show-part.tsx';
import { cutPieces, jsonPieces } from './json-pieces.ts';
import { pictureType } from './RawImage.tsx';
import { Raw } from './Raw.tsx';

const HOSTILE = '<img src=x onerror="window.hacked = true">\u202e';

test('shows the record at the playhead as text, hidden characters by their number', async () => {
  const { view } = await showPart(<Raw />, [{ type: 'prompt', data: { text: HOSTILE, origin: 'human' } }]);
  const record = screen.getByRole('group', { name: 'Record' });
  expect(record).toHaveTextContent('"type": "prompt"');
  expect(record).toHaveTextContent('window.hacked = true');
  expect(record).toHaveTextContent('U+202E');
  expect(view.container.querySelector('img')).toBeNull();
});

test('goes through the records of a step', async () => {
  const { store, user } = await showPart(<Raw />, [
    { type: 'terminal_command', data: { command: 'ls' }, call: 'c1' }, { type: 'prompt', data: { text: 'x' } }, { type: 'tool_result', data: { status: 'ok' }, call: 'c1' },
  ]);
  expect(screen.getByText('Record 2 of 2')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Previous record' }));
  expect(store.getState().selectedId).toBe('r1');
  expect(screen.getByRole('group', { name: 'Record' })).toHaveTextContent('"command": "ls"');
  expect(screen.getByRole('button', { name: 'Previous record' })).toBeDisabled();
  act(() => store.select('r2'));
  expect(screen.queryByText(/^Record \d of/)).toBeNull();
});

test('copies a record', async () => {
  const { user } = await showPart(<Raw />, [{ type: 'prompt', data: { text: 'Hi' } }]);
  await user.click(screen.getByRole('button', { name: 'Copy record' }));
  expect(JSON.parse(await navigator.clipboard.readText())).toMatchObject({ id: 'r1', data: { text: 'Hi' } });
});

test('shows the beginning of a very long record, and more when asked', async () => {
  const { user } = await showPart(<Raw />, [{ type: 'prompt', data: { text: `${'a'.repeat(300_000)}END` } }]);
  expect(screen.getByRole('group', { name: 'Record' })).not.toHaveTextContent('END');
  await user.click(screen.getByRole('button', { name: /^Show more, \d+ kB left$/ }));
  expect(screen.getByRole('group', { name: 'Record' })).toHaveTextContent('END');
});

test('names a large value by its size and says when it cannot be loaded', async () => {
  const { user } = await showPart(<Raw />, [{ type: 'prompt', data: { text: { $blob: 'sha256-00', size: 2_000_000, encoding: 'text', preview: 'abc' } } }]);
  expect(screen.getByText('1.9 MB kept beside the recording')).toBeVisible();
  await user.click(screen.getByRole('button', { name: 'Load' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('It could not be loaded. Try again.');
});

test('writes JSON as JSON.stringify does, and stops in endless nesting', () => {
  const value = { a: [1, true, null, 'x', {}, []], 'b"c': { d: -2.5 } };
  const text = (pieces: ReturnType<typeof jsonPieces>): string => pieces.map((piece) => (piece.kind === 'blob' ? '?' : piece.text)).join('');
  expect(text(jsonPieces(value))).toBe(JSON.stringify(value, null, 2));
  let deep: readonly unknown[] = [];
  for (let depth = 0; depth < 5000; depth++) deep = [deep];
  expect(text(jsonPieces(deep as never))).toContain('[…]');
  const { shown, left } = cutPieces(jsonPieces('abcdef'), 4);
  expect([text(shown), left]).toEqual(['"abc', 4]);
});

test('takes for a picture only what browsers draw without running anything', () => {
  const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));
  const types = ['\u0089PNG\r\n\u001a\n', '\u00ff\u00d8\u00ff\u00e0', 'GIF89a', 'RIFF\0\0\0\0WEBPVP8 ', 'RIFF\0\0\0\0WAVEfmt ', '<svg xmlns="http://www.w3.org/2000/svg"/>', '<script>', ''].map((text) => pictureType(bytesOf(text)));
  expect(types).toEqual(['image/png', 'image/jpeg', 'image/gif', 'image/webp', undefined, undefined, undefined, undefined]);
});
