import { expect, test } from 'vitest';
import { leadingTexts } from './leading-texts.ts';

test('finds the texts of an object that is cut off', () => {
  expect(leadingTexts('{"session_id":"a","n":1,"deep":{"session_id":"no","x":["y"]},"cwd":"\\u002ftmp","flag":true,"tool":"Bash","out":"xxxx')).toEqual({ session_id: 'a', cwd: '/tmp', tool: 'Bash' });
});

test.each(['', '[', '"text"', '{', '{"a', '{"a":', '{"a":{"b":"c"}', ']]]}}}', '{"a":"\\x"}', 'no json'])('finds nothing in %j', (text) => {
  expect(leadingTexts(text)).toEqual({});
});

test('passes over a long text, and over hostile ones', () => {
  expect(leadingTexts(`{"a":"${'x'.repeat(5000)}","b":"c"}`)).toEqual({ b: 'c' });
  for (const shape of ['"\\', '{"', '[[', '":"', '"",']) expect(Object.keys(leadingTexts(shape.repeat(16_000))).length).toBeLessThan(2);
});

test('a key that could reach a prototype is a key', () => {
  expect(Object.keys(leadingTexts('{"__proto__":"x","constructor":"y"}'))).toEqual(['__proto__', 'constructor']);
});
