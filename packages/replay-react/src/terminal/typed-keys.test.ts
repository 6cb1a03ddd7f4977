import { expect, test } from 'vitest';
import { typedKeys } from './typed-keys.ts';

test('shows keys that print nothing by signs, and pasted text as it is', () => {
  expect(typedKeys('ls -l\r\t\u0003\u001b[A\u001bOD\u007f')).toBe('ls -l⏎⇥^C↑←⌫');
  expect(typedKeys('\u001b[200~pasted\u001b[201~')).toBe('pasted');
  expect(typedKeys(new Uint8Array([0xc3, 0xa9]))).toBe('é');
});
