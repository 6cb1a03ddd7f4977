import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { endInClosedTerminal } from './closed-terminal.ts';
import { buildBin, temporary } from './support.ts';
import { busyTerminal, printed, recordTerminal, shownAt } from './terminal-session.ts';
import { hasScript, hasTmux, openWindow, part, type Window } from './tmux.ts';

const bin = await buildBin();
afterAll(() => rmSync(bin, { force: true }));
const tmux = hasTmux();

function replay(args: readonly string[], dir: string, options: Parameters<typeof openWindow>[1] = {}): Window {
  return openWindow([process.execPath, bin, 'replay', ...args, '--dir', dir], options);
}

describe.skipIf(!tmux)('in a terminal', () => {
  test('shows at any time what an emulator shows that was fed to that time', async () => {
    const dir = temporary();
    const what = busyTerminal(300);
    const { id } = await recordTerminal(dir, what);
    const window = replay([id, '--at', 'start'], dir);
    await window.shows('0:00 / 0:2');
    for (let time = 0; time < 20; time += 1) {
      const at = Math.floor(((time * 7919) % 20) * 1_300_000 + time * 61_007); // to and fro
      window.answer('g', (at / 1e6).toFixed(6));
      const expected = await shownAt(what, at);
      await expect.poll(async () => part(await window.cells(), expected.columns, expected.rows), { message: `after ${at} µs` }).toEqual(part(expected, expected.columns, expected.rows));
    }
  });

  test('frames a screen in a larger window, cuts it in a smaller one where the cursor is, and looks around there', async () => {
    const dir = temporary();
    const lines = Array.from({ length: 15 }, (_, row) => `row ${row}${'.'.repeat(43)}end${row}`).join('\r\n');
    const { id } = await recordTerminal(dir, [printed(1000, lines)]);
    const window = replay([id, '--at', 'end'], dir);
    await window.shows(/end0 +│\n/);
    await window.shows('─'.repeat(60) + '┘');
    window.resize(30, 10);
    await expect.poll(window.text).toMatch(/end8\n[^]*end14/);
    expect(window.text()).not.toContain('row 14');
    window.keys('C-Left', 'C-Left', 'C-Left', 'C-Left', 'C-Up', 'C-Up');
    await window.shows(/^row 0/);
    window.keys('Escape');
    await window.shows('end14');
    window.resize(100, 30);
    await window.shows(/row 0\.+end0 +│/);
    window.resize(20, 3);
    await window.shows(/end14/);
  });

  test.each([['q', 0], ['C-c', 0]] as const)('%s gives the terminal back', async (key, code) => {
    const dir = temporary();
    const { id } = await recordTerminal(dir, [printed(1000, 'hello')]);
    const window = replay([id], dir);
    await window.shows('hello');
    expect(window.flag('alternate_on')).toBe(true);
    window.keys(key);
    await window.shows(new RegExp(`^ended with ${code}\nicanon`));
    expect([window.flag('alternate_on'), window.flag('cursor_flag')]).toEqual([false, true]);
  });

  test.each([['SIGTERM', 143], ['SIGINT', 130], ['SIGHUP', 129]] as const)('%s gives the terminal back, and whoever sent it sees that it was heeded: %i', async (signal, code) => {
    const dir = temporary();
    const { id } = await recordTerminal(dir, [printed(1000, 'hello')]);
    const window = replay([id], dir);
    await window.shows('hello');
    process.kill(window.pid(), signal);
    await window.shows(new RegExp(`ended with ${code}\nicanon`)); // before it a shell may tell the signal
    expect([window.flag('alternate_on'), window.flag('cursor_flag'), window.flag('wrap_flag')]).toEqual([false, true, true]);
  });

  test('a terminal that is closed ends it, as it ends other programs', async () => {
    const dir = temporary();
    const { id } = await recordTerminal(dir, [printed(1000, 'hello')]);
    expect(endInClosedTerminal([process.execPath, bin, 'replay', id, '--dir', dir])).toBe('ended by signal 1');
  });

  test('what ended, and was never put in order, begins at its beginning', async () => {
    const dir = temporary();
    const { id, add } = await recordTerminal(dir, [printed(1000, 'one\r\n'), printed(90_000_000, 'two')], { over: false });
    await add([{ at: 90_000_001, type: 'session_stop', data: {} }, { at: 90_000_002, type: 'session_status', data: { status: 'processing' } }]);
    const window = replay([id, '--idle', 'off'], dir);
    await window.shows(/^one [^]*0:0[1-9] \/ 1:30  processing/);
    expect(window.text()).not.toContain('two');
    window.keys('End');
    await window.shows(/^one +.\n?two/m);
    expect(window.text()).not.toMatch(/LIVE|follows/);
  });

  test.skipIf(!hasScript())('--fast shows all that happened, one after the other and without its waits, and leaves its last screen', async () => {
    const dir = temporary();
    const words = ['alpha', 'BRAVO', '12345', '+++++', 'zebra', 'QUOTE', '67890', '-----'];
    const { id } = await recordTerminal(dir, words.map((word, place) => printed(place * 40_000_000, `\u001b[H\u001b[2J\u001b[3${place % 7 + 1}m${word}`)));
    const seen = join(temporary(), 'seen');
    const window = openWindow(['script', '-qec', `'${process.execPath}' '${bin}' replay ${id} --fast --idle off --dir '${dir}'`, seen]);
    await window.shows(/^-----\n+ended with 0/);
    expect(readFileSync(seen, 'utf8').match(new RegExp(words.map((word) => word.replaceAll('+', '\\+')).join('|'), 'g'))?.slice(0, -1)).toEqual(words);
    expect(window.flag('alternate_on')).toBe(false);
  });

  test.each([[['--no-colors'], {}], [[], { NO_COLOR: '1' }]] as const)('without colours (%j %j) nothing is coloured, and only what was recorded is more than ASCII', async (args, env) => {
    const dir = temporary();
    const { id } = await recordTerminal(dir, [printed(1000, '\u001b[1;31;44mred é\u001b[m\r\n'), { at: 2000, type: 'moment', data: { title: 'Here' } }], { columns: 30, rows: 5 });
    const window = replay([id, '--at', 'end', ...args], dir, { env });
    await window.shows(/^red é +\|/);
    await window.shows('#1 Here');
    expect(window.text().replace('é', '')).toMatch(/^[\n -~]+$/);
    expect((await window.cells()).styles.filter((style) => /(?:^|;)[34]\d/.test(style))).toEqual([]);
  });

  test('a key takes over from --fast', async () => {
    const dir = temporary();
    const { id } = await recordTerminal(dir, Array.from({ length: 20_000 }, (_, place) => printed(place * 500_000, `\u001b[Hnumber ${place} `)));
    const window = replay([id, '--fast', '--idle', 'off'], dir);
    await window.shows(/^number [1-9]/);
    window.keys('Home');
    await window.shows(/^number 0 /);
    window.keys('Right');
    await window.shows(/^number 10 [^]*⏸/);
    window.keys('q');
    await window.shows(/^ended with 0/);
  });

  test('stops for the shell, and goes on where it was', async () => {
    const dir = temporary();
    const { id } = await recordTerminal(dir, [printed(1000, 'hello')]);
    const window = openWindow(['bash', '--norc', '-i']);
    window.type(`'${process.execPath}' '${bin}' replay ${id} --at end --dir '${dir}'`);
    window.keys('Enter');
    await window.shows(/^hello/);
    window.keys('C-z');
    await window.shows('Stopped');
    expect(window.flag('alternate_on')).toBe(false);
    window.type('fg');
    window.keys('Enter');
    await window.shows(/^hello/);
  });

  test('follows what is recorded, stays where somebody goes meanwhile, and follows again', async () => {
    const dir = temporary();
    const { id, add } = await recordTerminal(dir, [printed(1_000_000, 'one\r\n'), printed(2_000_000, 'two\r\n')], { over: false });
    const window = replay([id], dir, { columns: 60, rows: 18 });
    await window.shows(/^one\ntwo\n[^]*LIVE/);
    await add([printed(3_000_000, 'three\r\n')]);
    await window.shows(/^one\ntwo\nthree\n/);
    window.answer('g', '1.5');
    await window.shows(/^one\n\n[^]*L follows/);
    await add([printed(4_000_000, 'four\r\n')]);
    await window.shows('0:04');
    expect(window.text()).not.toContain('four');
    window.keys('L');
    await window.shows(/four\n[^]*LIVE/);
    window.keys('Home');
    await expect.poll(window.text).not.toContain('four');
    window.keys('End');
    await window.shows(/four\n[^]*LIVE/);
  });

  test('shows a line that was found where it stands, also one that scrolled away as soon as it was printed', async () => {
    const dir = temporary();
    const long = Array.from({ length: 400 }, (_, line) => `${line % 100 === 50 ? 'needle' : 'straw'} ${line}${line === 150 ? ` ${'over and '.repeat(9)}over` : ''}\r\n`).join('');
    const { id } = await recordTerminal(dir, [printed(1_000_000, 'first\r\n'), printed(2_000_000, long), printed(5_000_000, 'a needle at the end')]);
    const window = replay([id, '--at', 'start'], dir);
    await window.shows('0:00 / 0:0');
    window.answer('/', 'needle');
    for (const line of ['needle 50 ', 'needle 150 over and', 'needle 250 ', 'needle 350 ', 'a needle at the end']) {
      await window.shows(line);
      window.keys('n');
    }
    await window.shows('Nothing further');
    window.keys('N');
    await window.shows('needle 350 ');
    expect(window.text()).not.toContain('straw 399');
    window.keys('Escape', 'Escape');
    await window.shows('straw 399');
  });

  test('plays at sixteen times the speed without falling behind', async () => {
    const dir = temporary();
    const { id } = await recordTerminal(dir, Array.from({ length: 4000 }, (_, place) => printed(place * 10_000, `${'x'.repeat(2000)}\r\n${place}`)));
    const window = replay([id, '--speed', '16', '--at', 'start'], dir);
    await window.shows('16×');
    const began = performance.now();
    window.keys('Space');
    await window.shows(/3999/);
    expect(performance.now() - began).toBeGreaterThan(2400); // forty seconds, sixteen times as fast
  });
});
