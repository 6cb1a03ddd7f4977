import type { JsonObject, SessionRecord } from '@playhead/protocol';

const STARTED = 1_760_000_000_000_000;

/** A small session: a prompt, a failing test, an edit, a passing test, an answer. */
export const records: readonly SessionRecord[] = [
  at(0, 'session_start', { sessionId: '0199c0de-0000-7000-8000-000000000001', name: 'Fix the rounding of totals', harness: 'claude-code', agentName: 'Claude Code', workspaceName: 'shop' }),
  at(1, 'prompt', { text: 'The total of the cart is off by a cent. Find out why and fix it.', origin: 'human' }),
  at(4, 'assistant_text', { text: 'I run the tests of `cart.ts` first.' }),
  at(6, 'terminal_command', { command: 'npm test', tool: 'Bash' }, 'call-1'),
  at(9, 'terminal_output', { text: '\u001b[31m✗ adds prices\u001b[39m expected 0.3 to be 0.30000000000000004\n1 failed, 4 passed\n', exitCode: 1 }, 'call-1'),
  at(9, 'test_result', { framework: 'vitest', passed: 4, failed: 1, cases: [{ name: 'adds prices', status: 'failed', message: 'expected 0.3 to be 0.30000000000000004' }, { name: 'starts empty', status: 'passed' }] }, 'call-1'),
  at(9, 'tool_result', { status: 'failed', text: '1 failed, 4 passed', durationUs: 3_100_000 }, 'call-1'),
  at(15, 'tool_call', { name: 'Edit', kind: 'edit', title: 'src/cart.ts', input: { file_path: 'src/cart.ts' } }, 'call-2'),
  at(16, 'file_diff', { path: 'src/cart.ts', change: 'modified', hunks: [{ oldStart: 11, oldLines: 4, newStart: 11, newLines: 4, lines: [' export function total(items: Item[]): number {', '-  return items.reduce((sum, item) => sum + item.price, 0);', '+  return items.reduce((cents, item) => cents + Math.round(item.price * 100), 0) / 100;', ' }', ' '] }] }, 'call-2'),
  at(16, 'tool_result', { status: 'ok', durationUs: 40_000 }, 'call-2'),
  at(20, 'terminal_command', { command: 'npm test', tool: 'Bash' }, 'call-3'),
  at(23, 'terminal_output', { text: '\u001b[32m✓ 5 passed\u001b[39m\n', exitCode: 0 }, 'call-3'),
  at(23, 'test_result', { framework: 'vitest', passed: 5, failed: 0 }, 'call-3'),
  at(23, 'tool_result', { status: 'ok', text: '5 passed', durationUs: 2_800_000 }, 'call-3'),
  at(27, 'final_output', { title: 'Totals add up', content: 'Prices were added as **floating-point** numbers. They are now added in *cents*.\n\n- `src/cart.ts` changed\n- 5 tests pass', format: 'markdown' }),
  at(28, 'session_stop', { outcome: 'success', summary: 'Totals are added in cents.' }),
].map((record, n) => ({ ...record, n, id: `0199c0de-0000-7000-8000-${String(n).padStart(12, '0')}` }));

function at(seconds: number, type: string, data: JsonObject, call?: string): SessionRecord {
  return { $r: 1, id: '', p: 'example', e: 0, n: 0, at: STARTED + seconds * 1_000_000, type, via: 'sdk', ...(call !== undefined && { call }), data };
}
