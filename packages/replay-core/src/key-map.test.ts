import { expect, test } from 'vitest';
import { commandOf, defaultKeyMap, keyName, keysOn, replayKeys } from './key-map.ts';

const press = (key: string, held: { shiftKey?: boolean; altKey?: boolean } = {}): string => keyName({ key, shiftKey: false, altKey: false, ...held });

test.each(['page', 'terminal', 'terminal-search'] as const)('in a %s no key asks for two things', (surface) => {
  const keys = Object.values(keysOn(surface)).flat();
  expect(keys.length).toBeGreaterThan(0);
  expect(new Set(keys).size).toBe(keys.length);
});

test('every command has a key somewhere, and a key that pages and terminals share asks for the same unless the map says otherwise', () => {
  expect(Object.entries(replayKeys).filter(([, keys]) => Object.values(keys).flat().length === 0)).toEqual([]);
  expect(commandOf(keysOn('page'), 'Shift+ArrowLeft')).toBe('back-event');
  expect(commandOf(keysOn('terminal'), 'Shift+ArrowLeft')).toBe('back-second');
  expect([commandOf(keysOn('terminal'), 'n'), commandOf(keysOn('terminal-search'), 'n')]).toEqual(['note', 'next-hit']);
});

test('every key of the map asks for its command', () => {
  for (const [command, keys] of Object.entries(defaultKeyMap)) for (const key of keys) expect(commandOf(defaultKeyMap, key)).toBe(command);
});

test('a character carries its own Shift; other keys name what is held', () => {
  expect([press('N', { shiftKey: true }), press('?', { shiftKey: true }), press(' ')]).toEqual(['N', '?', ' ']);
  expect([press('ArrowLeft', { shiftKey: true }), press('ArrowLeft', { altKey: true }), press('ArrowLeft')]).toEqual(['Shift+ArrowLeft', 'Alt+ArrowLeft', 'ArrowLeft']);
  expect(commandOf(defaultKeyMap, press('n'))).toBe('next-error');
  expect(commandOf(defaultKeyMap, press('N', { shiftKey: true }))).toBe('previous-error');
});

test('a key that asks for nothing is left alone, also one named like a property', () => {
  expect(['a', 'constructor', 'Enter', ''].map((key) => commandOf(defaultKeyMap, press(key)))).toEqual([undefined, undefined, undefined, undefined]);
});

test('a host may give a command other keys, or none', () => {
  const keyMap = { ...defaultKeyMap, search: ['Alt+f'], note: [] };
  expect([commandOf(keyMap, press('f', { altKey: true })), commandOf(keyMap, '/'), commandOf(keyMap, 'm')]).toEqual(['search', undefined, undefined]);
});
