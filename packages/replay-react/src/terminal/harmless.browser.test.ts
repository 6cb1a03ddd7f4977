import { limitRepetitions } from '@playhead/replay-core/terminal/limits';
import { Terminal as Headless } from '@xterm/headless';
import type { Terminal } from '@xterm/xterm';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openRecordedScreen, type RecordedScreen } from './recorded-screen.ts';
import { cells } from './test-support/recorded-session.ts';

const E = '\u001b';
const SIZE = { columns: 40, rows: 10 } as const;
let room: HTMLElement;
let page: RecordedScreen;
let terminal: Terminal;

beforeEach(() => {
  room = document.createElement('div');
  const host = document.createElement('div');
  room.append(host);
  document.body.append(room);
  page = openRecordedScreen(host, { ...SIZE, teach: (pupil) => { terminal = pupil; } });
});

afterEach(() => {
  page.close();
  room.remove();
});

/** What a page shows after some output. */
async function inPage(output: string): Promise<readonly string[]> {
  await page.restore({ at: 0, writes: [{ ...SIZE, data: output }] });
  return cells(terminal);
}

/** What keyframes show after it. */
async function inKeyframes(output: string): Promise<readonly string[]> {
  const headless = new Headless({ cols: SIZE.columns, rows: SIZE.rows, allowProposedApi: true });
  limitRepetitions(headless);
  await new Promise<void>((done) => { headless.write(output, done); });
  const shown = cells(headless as unknown as Terminal); // what is read of it is the same in both
  headless.dispose();
  return shown;
}

const hostile = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('text ', 'line\r\n', '界', `${E}[31;44m`, `${E}[0m`, `${E}[1"q`, `${E}[0"q`, `${E}[H`, `${E}[10;40H`, `${E}[10;39H`, `${E}[?1049h`, `${E}[?1049l`, 'x'.repeat(41)) },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...'@LMPSTXbIZ'), fc.oneof(fc.nat(5), fc.integer({ min: 990, max: 1010 }), fc.integer({ min: 1_000_000, max: 2_147_483_647 }))).map(([final, times]) => `${E}[${times}${final}`) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom('', '?'), fc.nat(3), fc.constantFrom('J', 'K')).map(([prefix, part, final]) => `${E}[${prefix}${part}${final}`) },
);

test('a page shows what keyframes show, whatever is repeated and erased', async () => {
  await fc.assert(fc.asyncProperty(fc.array(hostile, { maxLength: 40 }), async (output) => {
    const whole = output.join('');
    expect(await inPage(whole)).toEqual(await inKeyframes(whole));
  }), { numRuns: 150, endOnFailure: true });
});

test('a page erases the screen up to its last place, and goes on', async () => {
  for (const part of ['1', '?1']) {
    await inPage(`one\r\n${E}[10;40H${E}[${part}J${E}[Htwo`);
    expect(page.text()).toBe('two');
  }
});
