import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Terminal } from '@xterm/xterm';
import '../styles.css';
import { openRecordedScreen, type RecordedScreen } from './recorded-screen.ts';
import { at, cells, fedTo, openRecorded, type Printed } from './test-support/recorded-session.ts';
import { HOSTILE, noise, QUERIES, taught } from './test-support/hostile-output.ts';
import { createTrackPlayer, type PlayerStatus, type TrackPlayer } from './track-player.ts';

const E = '\u001b';
let room: HTMLElement;
let host: HTMLElement;
let screen: RecordedScreen | undefined;
let terminal: Terminal;
let did: readonly string[];

beforeEach(() => {
  room = document.createElement('div');
  room.setAttribute('data-ph', '');
  room.style.cssText = 'inline-size:600px;block-size:300px;overflow:auto';
  host = document.createElement('div');
  host.className = 'ph-term__pty';
  room.append(host);
  document.body.append(room);
});

afterEach(() => {
  screen?.close();
  screen = undefined;
  room.remove();
});

function open(columns = 40, rows = 10): RecordedScreen {
  screen = openRecordedScreen(host, { columns, rows, teach: (pupil) => { terminal = pupil; did = taught(pupil); } });
  return screen;
}

/** Waits until a player shows a moment. */
function player(track: Parameters<typeof createTrackPlayer>[0]): TrackPlayer & { at(seconds: number): Promise<void> } {
  let hear: (status: PlayerStatus) => void = () => undefined;
  const playing = createTrackPlayer(track, open(), { onStatus: (status) => hear(status) });
  const arrive = (seconds: number): Promise<void> => new Promise((done, failed) => {
    hear = (status) => {
      if (status.kind === 'failed') failed(status.error as Error); // what the player caught
      if (status.kind === 'shown' && status.at === Math.min(at(seconds), track.endedAt)) done();
    };
    playing.show(at(seconds));
  });
  return Object.assign(playing, {
    at: async (seconds: number) => {
      await arrive(seconds);
      await screen?.settled();
    },
  });
}

const arbitraryPiece: fc.Arbitrary<string | readonly [number, number]> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('plain text ', 'line\r\n', `${E}[31;1mred${E}[0m`, `${E}[H`, `${E}[2J`, `${E}[3;7r`, `${E}[r`, '界', `${E}[5;5H*`, `${E}[?1049h`, `${E}[?1049l`, `${E}7`, `${E}8`, `${E}[7minv`, '\t', '\b\b', `${E}[4A${E}[J`, 'e\u0301', 'x'.repeat(45), `${E}(0qqq${E}(B`, `${E}[38;2;1;2;3mtrue`) },
  { weight: 1, arbitrary: fc.tuple(fc.integer({ min: 5, max: 70 }), fc.integer({ min: 3, max: 20 })) },
);

test('shows at any moment, back and forth, what an emulator fed from the beginning shows', async () => {
  await fc.assert(fc.asyncProperty(fc.array(arbitraryPiece, { minLength: 5, maxLength: 60 }), fc.array(fc.nat(600), { minLength: 3, maxLength: 6 }), async (pieces, moments) => {
    const printed = pieces.map((piece, index): Printed => (typeof piece === 'string' ? [2 + index / 8, piece] : [2 + index / 8, ...piece]));
    const { store, track } = await openRecorded(printed, 0);
    const shown = player(track);
    const end = 2 + printed.length / 8;
    for (const moment of moments) {
      const seconds = 1 + Math.round((moment / 600) * end * 64) / 64;
      await shown.at(seconds);
      expect(cells(terminal)).toEqual(await fedTo(printed, seconds));
      // and goes on to be played from there, in small steps
      for (const step of [0.125, 0.40625]) {
        await shown.at(seconds + step);
        expect(cells(terminal)).toEqual(await fedTo(printed, seconds + step));
      }
    }
    shown.close();
    screen?.close();
    store.close();
  }), { numRuns: 8, endOnFailure: true });
});

test('shows the last of many moments asked for at once, and skips those between', async () => {
  const printed = Array.from({ length: 400 }, (_, index): Printed => [2 + index * 0.1, `line ${index}\r\n`]);
  const { track } = await openRecorded(printed);
  const asked = vi.spyOn(track, 'screenAt');
  const shown = player(track);
  for (let index = 0; index < 300; index += 1) shown.show(at(40 - index * 0.1));
  await shown.at(7.05);
  expect(cells(terminal)).toEqual(await fedTo(printed, 7.05));
  expect(asked.mock.calls.length).toBeLessThanOrEqual(3);
});

test('has the size of the recording at each moment and fits into its place without flowing anew', async () => {
  const { track } = await openRecorded([[2, 'x'.repeat(100)], [3, 100, 30], [4, '\r\nwide'], [5, 20, 5]]);
  const shown = player(track);
  for (const [seconds, columns, rows] of [[2.5, 40, 10], [4.5, 100, 30], [5.5, 20, 5], [2.5, 40, 10]] as const) {
    await shown.at(seconds);
    expect([terminal.cols, terminal.rows]).toEqual([columns, rows]);
    const { width, height } = host.querySelector('.xterm-screen')!.getBoundingClientRect();
    expect(width).toBeLessThanOrEqual(600);
    expect(height).toBeLessThanOrEqual(300);
    expect(Math.max(width / 600, height / 300, Number(terminal.options.fontSize) / 18)).toBeGreaterThan(0.85);
  }
});

test('keeps letters legible and scrolls where a terminal is too large for its place', async () => {
  open(300, 100);
  await expect.poll(() => room.scrollWidth).toBeGreaterThan(1000);
  expect(terminal.options.fontSize).toBe(8);
  expect(room.scrollHeight).toBeGreaterThan(700);
});

test('answers no query, rings no bell, changes no title, palette and clipboard, and makes no link', async () => {
  const title = document.title;
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const recorded = open();
  recorded.write(`${QUERIES.join('')}${HOSTILE.join('\r\n')}\r\nend`);
  await recorded.settled();
  await expect.poll(() => host.querySelector('.xterm-rows')?.textContent).toContain('end');
  for (const link of [...host.querySelectorAll<HTMLElement>('.xterm-rows > div')].filter((row) => /^link\s*$/.test(row.textContent ?? ''))) {
    await userEvent.click(link, { position: { x: 12, y: 4 }, force: true }); // what is clicked lies over the rows
    expect(host.querySelector('.xterm-cursor-pointer, [class*=xterm-underline]')).toBeNull();
  }
  expect(did).toEqual([]);
  expect(document.title).toBe(title);
  expect(write).not.toHaveBeenCalled();
  expect(host.querySelector('a, img')).toBeNull();
  expect(terminal.modes.mouseTrackingMode).toBe('none');
  write.mockRestore();
});

test('tells where a link to the web leads when it is pressed, and opens nothing; other links are dead', async () => {
  const opened = vi.spyOn(window, 'open');
  const asked: string[] = [];
  screen = openRecordedScreen(host, { columns: 40, rows: 12, onLink: ({ href }) => asked.push(href) });
  const link = (address: string): string => `${E}]8;;${address}${E}\\here${E}]8;;${E}\\\r\n`;
  const dead = ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'vscode://x', 'mailto:a@b.example', '//evil.example/', 'https://', `https://a.example/${'x'.repeat(3000)}`];
  screen.write(`${link('https://evil.example/%20')}see http://plain.example/a.\r\n${dead.map(link).join('')}`);
  await screen.settled();
  await expect.poll(() => host.querySelectorAll('.xterm-rows > div')[9]?.textContent).toContain('here');
  const press = async (row: number): Promise<void> => {
    const { width, height } = host.querySelector('.xterm-screen')!.getBoundingClientRect();
    const position = { x: (width / 40) * (row === 1 ? 8.5 : 1.5), y: (height / 12) * (row + 0.5) };
    await userEvent.hover(host.querySelector('.xterm-screen')!, { position });
    await userEvent.click(host.querySelector('.xterm-screen')!, { position });
  };
  for (let row = 0; row < 10; row += 1) await press(row);
  expect(asked).toEqual(['https://evil.example/%20', 'http://plain.example/a']);
  expect((await screen.links()).map(({ host: to }) => to)).toEqual(['evil.example', 'plain.example']);
  expect(opened).not.toHaveBeenCalled();
  expect(host.querySelector('a')).toBeNull();
  opened.mockRestore();
});

test('stays harmless under ten thousand random sequences', async () => {
  const recorded = open();
  recorded.write(noise(11));
  await recorded.settled();
  expect(did).toEqual([]);
  expect([terminal.cols, terminal.rows]).toEqual([40, 10]);
  expect(host.querySelector('a, img, script, iframe')).toBeNull();
});

test('is not held up by a sequence that asks for a hundred million repetitions', async () => {
  const recorded = open();
  for (const final of ['@', 'L', 'M', 'P', 'S', 'T', 'X', 'b', 'I', 'Z']) recorded.write(`a${E}[100000000${final}`);
  const begun = performance.now();
  await recorded.settled();
  expect(performance.now() - begun).toBeLessThan(2000);
});

test('takes what is selected and what is seen as plain text', async () => {
  const recorded = open();
  recorded.write(`${E}[31mred${E}[0m 界 line\r\n${'w'.repeat(50)}\r\n`);
  await recorded.settled();
  expect(recorded.text()).toBe(`red 界 line\n${'w'.repeat(50)}`);
  expect(recorded.mark('界 LINE')).toBe(true);
  expect(recorded.selected()).toBe('界 line');
  expect(recorded.mark('nowhere')).toBe(false);
});

test('what is shown is read as text, row by row, a moment after it was painted, and never called out', async () => {
  const shown = open(40, 5);
  const read = (): (string | null)[] => [...host.querySelectorAll('[role=list] > [role=listitem]')].map(({ textContent }) => textContent);
  shown.write('one\r\n\u001b[31mtwo\u001b[0m 界\r\n');
  await expect.poll(read).toEqual(['one', 'two 界', '', '', '']);
  const first = host.querySelector('[role=listitem]');
  shown.write('three');
  await expect.poll(read).toEqual(['one', 'two 界', 'three', '', '']);
  expect(host.querySelector('[role=listitem]')).toBe(first); // who reads a row is not thrown out of it by another one
  await shown.resize(30, 3);
  await expect.poll(read).toEqual(['one', 'two 界', 'three']);
  shown.write('\r\nfour');
  shown.scroll(-1);
  await expect.poll(read).toEqual(['one', 'two 界', 'three']);
  shown.scroll(1);
  await expect.poll(read).toEqual(['two 界', 'three', 'four']);
  expect(host.querySelector('[aria-live]')).toBeNull();
});
