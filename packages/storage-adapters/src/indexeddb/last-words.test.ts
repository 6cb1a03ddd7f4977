// @vitest-environment jsdom
import { afterEach, expect, test } from 'vitest';
import { createLastWords, type LastWords } from './last-words.ts';

const made: LastWords[] = [];
const lastWords = (): LastWords => {
  const words = createLastWords('d');
  made.push(words);
  return words;
};
const texts = (words: LastWords): readonly string[] => words.kept().map(({ text }) => text);
const nextTurn = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve); });

afterEach(() => {
  for (const words of made.splice(0)) words.close();
  localStorage.clear();
});

test('what a page hands over when it is left is kept, whoever is told of it first', () => {
  const stop = new AbortController();
  addEventListener('pagehide', () => hand('told before'), stop);
  const words = lastWords();
  const hand = (text: string): void => words.keep({ sessionId: 's', text });
  addEventListener('pagehide', () => hand('told after'), stop);
  dispatchEvent(new Event('pagehide'));
  hand('once it is left');
  stop.abort();
  expect(texts(lastWords())).toEqual(['told before', 'told after', 'once it is left']);
});

test('a page that is hidden keeps what it handed over in that turn, and nothing of before', async () => {
  const words = lastWords();
  words.keep({ sessionId: 's', text: 'long ago' });
  await nextTurn();
  words.keep({ sessionId: 's', text: 'now' });
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  Reflect.deleteProperty(document, 'visibilityState');
  expect(texts(words)).toEqual(['now']);
});

test('a page that came back keeps nothing twice', async () => {
  const words = lastWords();
  dispatchEvent(new Event('pagehide'));
  dispatchEvent(new Event('pageshow'));
  words.keep({ sessionId: 's', text: 'the database has it' });
  await nextTurn();
  dispatchEvent(new Event('pagehide'));
  expect(texts(words)).toEqual([]);
});

test('what others put there is left alone', () => {
  localStorage.setItem('playhead d 1', '{"sessionId":3}');
  localStorage.setItem('playhead d 2', 'no JSON');
  expect(texts(lastWords())).toEqual([]);
});
