import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKeyDecoder, type KeyPress } from './decode-keys.ts';

const encoder = new TextEncoder();
const keys = (text: string): readonly unknown[] => {
  const decoder = createKeyDecoder();
  return [...decoder.push(encoder.encode(text)), ...decoder.flush()].map((pressed) => ('key' in pressed ? pressed.key : pressed));
};

test.each([
  ['a', ['a']], [' ', [' ']], ['é你', ['é', '你']], ['\r', ['Enter']], ['\u007f', ['Backspace']], ['\u0003', ['Control+c']], ['\u001a', ['Control+z']],
  ['\u001b[A', ['ArrowUp']], ['\u001bOA', ['ArrowUp']], ['\u001b[1;2D', ['Shift+ArrowLeft']], ['\u001b[1;3C', ['Alt+ArrowRight']], ['\u001b[1;5B', ['Control+ArrowDown']], ['\u001b[1;6A', ['Control+Shift+ArrowUp']],
  ['\u001b[H', ['Home']], ['\u001b[1~', ['Home']], ['\u001b[7~', ['Home']], ['\u001bOF', ['End']], ['\u001b[4~', ['End']], ['\u001b[5~\u001b[6~', ['PageUp', 'PageDown']], ['\u001b[Z', ['Shift+Tab']],
  ['\u001bf', ['Alt+f']], ['\u001b', ['Escape']], ['\u001b\u001b[A', ['Escape', 'ArrowUp']], ['\u001b[', ['Alt+[']],
  ['\u001b[200~q\u001b[A{\u001b[201~]', [{ paste: 'q\u001b[A{' }, ']']],
  ['\u001b[<0;3;4Ma', ['a']], ['\u001b[?1;2cb', ['b']], ['\u001b[99~x', ['x']], ['\u001b[1;2', []],
])('%j is %j', (bytes, pressed) => {
  expect(keys(bytes)).toEqual(pressed);
});

test('it does not matter how the bytes of keys are split', () => {
  const pressed = fc.array(fc.constantFrom('a', '你', '👍', '\u001b[1;2D', '\u001bOF', '\u001bx', '\u001b[200~ü\u001b\n\u001b[201~', '\r', '\u001b[6~'), { maxLength: 12 });
  fc.assert(fc.property(pressed, fc.array(fc.nat(80), { maxLength: 10 }), (sent, cuts) => {
    const whole = encoder.encode(sent.join(''));
    const borders = [0, ...cuts.map((cut) => Math.min(cut, whole.length)).sort((a, b) => a - b), whole.length];
    const [one, other] = [createKeyDecoder(), createKeyDecoder()];
    const found: KeyPress[] = borders.slice(1).flatMap((end, index) => one.push(whole.subarray(borders[index], end)));
    expect([...found, ...one.flush()]).toEqual([...other.push(whole), ...other.flush()]);
    expect(one.waiting).toBe(false);
  }));
});

test('an Escape waits for what it may begin', () => {
  const decoder = createKeyDecoder();
  expect([decoder.push(encoder.encode('\u001b')), decoder.waiting]).toEqual([[], true]);
  expect([decoder.push(encoder.encode('[A')), decoder.waiting]).toEqual([[{ key: 'ArrowUp' }], false]);
});
