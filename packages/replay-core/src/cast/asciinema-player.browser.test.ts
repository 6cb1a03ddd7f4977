import type { SessionRecord } from '@playhead/protocol';
import { create } from 'asciinema-player';
import { expect, test } from 'vitest';
import { recordBuilder, sampleSession } from '../test-support/build-records.ts';
import { writeCast } from './index.ts';

const AT = 1_763_683_200_000_000;

/** A terminal in which an agent works, with bytes that are no UTF-8 and a change of size. */
function session(): readonly SessionRecord[] {
  const put = recordBuilder('pty');
  const own = { call: '01937d1e-0000-7000-8000-000000000001', via: 'pty' as const };
  return [
    put('terminal_command', { command: 'claude', pty: { columns: 40, rows: 8 } }, { ...own, at: AT }),
    put('terminal_output', { text: 'one\r\n\u001b[1;32mtwo\u001b[0m 漢字\r\n', stream: 'pty' }, { ...own, at: AT + 1_000_000 }),
    ...sampleSession().map((record, n) => ({ ...record, at: AT + 1_500_000 + n })),
    put('terminal_output', { text: '/w==', encoding: 'base64', stream: 'pty' }, { ...own, at: AT + 1_800_000 }),
    put('terminal_resize', { columns: 50, rows: 10 }, { ...own, at: AT + 2_000_000 }),
    put('terminal_output', { text: '\u001b[5;3Hlast', stream: 'pty', exitCode: 0 }, { ...own, at: AT + 3_000_000 }),
  ];
}

test.each([2, 3] as const)('asciinema-player plays version %i to the same last screen, and knows its marks', async (version) => {
  const data: string[] = [];
  for await (const piece of writeCast({ async *read() { yield session(); }, text: () => Promise.resolve('') }, { version })) data.push(piece);
  const place = document.body.appendChild(document.createElement('div'));
  const player = create({ data: data.join('') }, place, { preload: true });
  await expect.poll(() => player.getDuration() ?? 0).toBeCloseTo(3, 3);
  await player.seek('100%');
  const lines = (): readonly string[] => [...place.querySelectorAll('.ap-line')].map(({ textContent }) => (textContent ?? '').trimEnd());
  await expect.poll(lines).toEqual(['one', 'two 漢字', '\uFFFD', '', '  last', '', '', '', '', '']);
  await player.seek({ marker: 0 });
  await expect.poll(() => player.getCurrentTime()).toBeCloseTo(1.5, 2);
  player.dispose();
  place.remove();
});
