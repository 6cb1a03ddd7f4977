import type { SessionRecord } from '@playhead/protocol';

export const START = 1_763_700_000_000_000;

/** A bash of nine seconds: five lines, a second apart, something typed, a change of size, and its end. */
export function typedSession(): SessionRecord[] {
  let n = 0;
  const record = (type: string, seconds: number, data: SessionRecord['data']): SessionRecord => ({
    $r: 1, id: `r${String(n)}`, p: 'pty', e: 0, n: n++, at: START + seconds * 1_000_000, type, via: 'pty', call: 'pty-1', data,
  });
  return [
    record('terminal_command', 0, { command: 'bash', pty: { columns: 20, rows: 4, term: 'xterm-256color' } }),
    ...[1, 2, 3, 4, 5].map((second) => record('terminal_output', second, { stream: 'pty', text: `line ${String(second)}\r\n` })),
    record('terminal_input', 5, { text: 'exit\r' }),
    record('terminal_resize', 8, { columns: 30, rows: 5 }),
    record('terminal_output', 9, { stream: 'pty', text: 'exit\r\n', exitCode: 3 }),
    record('tool_result', 9, { status: 'failed' }),
  ];
}
