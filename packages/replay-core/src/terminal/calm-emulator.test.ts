import { Terminal } from '@xterm/headless';
import { expect, test } from 'vitest';
import { calmEmulator } from './calm-emulator.ts';
import { stateOf, writeNow } from './emulator-state.ts';

function shown(output: string): string {
  const terminal = calmEmulator(Terminal, { columns: 20, rows: 4, scrollback: 10 }) as Terminal; // it is made of this class
  writeNow(stateOf(terminal), output);
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '').join('\n').trimEnd();
}

test('what is told to be repeated more often than any program does is not repeated', () => {
  expect(shown('a\u001b[1001b|\u001b[3bx')).toBe('a||||x');
  for (const final of '@LMPSTXbIZ') expect(shown(`one\u001b[1001${final}!`), final).toBe('one!');
});
