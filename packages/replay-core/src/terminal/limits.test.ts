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

test('what erases the screen up to its last place erases it, and fails nothing', () => {
  for (const [enter, part] of [['', '1'], ['\u001b[?1049h', '1'], ['', '?1'], ['', '2']] as const) {
    expect(shown(`${enter}one\u001b[4;20H\u001b[${part}J\u001b[Htwo`), `${enter}${part}`).toBe('two');
    expect(shown(`${enter}one\u001b[4;20Hx\u001b[${part}J\u001b[Htwo`), `${enter}${part}`).toBe('two'); // where a line would be begun next
  }
  expect(shown('one\r\ntwo\u001b[1;3H\u001b[1J')).toBe('\ntwo');
});
