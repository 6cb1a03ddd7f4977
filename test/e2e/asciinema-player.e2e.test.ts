import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBin, playhead, root, temporary } from '../../packages/cli/test/support.ts';
import { capturedOutput } from '../../packages/replay-core/src/terminal/test-support/captured-output.ts';
import { launchBrowser } from './browser.ts';

const PLAYER = join(root, 'packages/replay-core/node_modules/asciinema-player/dist/bundle');

/** What a page needs of the player's API, which its bundle puts into the window. */
interface Player { getDuration(): number | undefined; getCurrentTime(): number; seek(to: number): Promise<void> }

let browser: Browser;
let bin = '';
beforeAll(async () => {
  [browser, bin] = await Promise.all([launchBrowser(), buildBin()]);
});
afterAll(async () => {
  await browser?.close();
  rmSync(bin, { force: true });
});

/** Draws now here, now there, in colours and on the other screen, and tells of tests. */
const PROGRAM = String.raw`printf '\033[1;32mone\033[0m\r\ntwo 漢字 é\r\n'; sleep .3; printf '\033[5;10H\033[7mhere\033[0m\033[1;1H\033[K\033[38;5;208mONE'; sleep .3; printf '\033[0m\033[?1049h\033[H\033[2J\033[3;3Hother screen'; sleep .3
printf '\033[?1049l\033[8;1HTests  2 passed (2)\r\n'; sleep .3; for i in 1 2 3 4 5 6 7 8 9; do echo "line $i"; done; sleep .3; printf '\033[2A\033[2K\033[4mlast\033[0m'`;

/** A recording of a command, as `-o` writes it. */
function recorded(): string {
  const cast = join(temporary(), 'recorded.cast');
  const { status, stderr } = spawnSync(process.execPath, [bin, 'record', '--headless', '--cols', '60', '--rows', '12', '-o', cast, '--', 'sh', '-c', PROGRAM], { encoding: 'utf8', env: { PATH: process.env['PATH'], HOME: temporary(), PLAYHEAD_HOME: temporary(), TERM: 'xterm-256color', LANG: 'C.UTF-8' } });
  expect([status, stderr]).toEqual([0, expect.stringContaining('Recording: ')]);
  return cast;
}

/** What Claude Code printed into its terminal, with a moment that somebody marked, as an export writes it. */
async function exported(): Promise<string> {
  const [dir, captured, cast] = [temporary(), join(temporary(), 'captured.cast'), join(temporary(), 'exported.cast')];
  const text = new TextDecoder().decode(capturedOutput('claude-code'));
  const pieces = text.match(/[^]{1,400}/gu) ?? [];
  writeFileSync(captured, [{ version: 2, width: 100, height: 30 }, ...pieces.map((piece, index) => [index / 10, 'o', piece])].map((line) => JSON.stringify(line)).join('\n'));
  const { sessionId } = JSON.parse((await playhead(['import', captured, '--json', '--dir', dir], { env: { PLAYHEAD_REDACTION: 'off' } })).out) as { sessionId: string }; // our own command's answer
  expect((await playhead(['moment', 'add', 'Look here', '--session', sessionId, '--at', '2', '--dir', dir])).code).toBe(0);
  expect((await playhead(['export', sessionId, '--format', 'cast3', '-o', cast, '--dir', dir])).code).toBe(0);
  return cast;
}

/** Opens a cast in the real player. */
async function open(cast: string, complaints: string[]): Promise<Page> {
  const page = await browser.newPage();
  page.on('console', (message) => { if (/error|warning/.test(message.type())) complaints.push(message.text()); });
  page.on('pageerror', (error) => void complaints.push(String(error)));
  await page.setContent('<!doctype html><div id="player"></div>');
  await page.addStyleTag({ path: join(PLAYER, 'asciinema-player.css') });
  await page.addScriptTag({ path: join(PLAYER, 'asciinema-player.min.js') });
  await page.evaluate((data) => {
    const { AsciinemaPlayer } = window as unknown as { AsciinemaPlayer: { create(source: object, place: Element | null, options: object): Player } }; // its bundle
    Object.assign(window, { player: AsciinemaPlayer.create({ data }, document.querySelector('#player'), { preload: true }) });
  }, readFileSync(cast, 'utf8'));
  return page;
}

const player = <Result>(page: Page, ask: (player: Player, value: number) => Result | Promise<Result>, value = 0): Promise<Result> =>
  page.evaluate(`(${String(ask)})(window.player, ${String(value)})`) as Promise<Result>; // what the function gives

/** When the marks are that the strip of the player has, which has no room for one at its end, and times at which nothing happens for a while, to and fro. */
function timesOf(lines: readonly unknown[]): { readonly marks: number; readonly quiet: readonly number[] } {
  let at = 0;
  const events = lines.flatMap((line): readonly { at: number; code: unknown }[] => (Array.isArray(line) ? [{ at: (at += Number(line[0])), code: line[1] }] : []));
  const quiet = events.flatMap(({ at: from }, index) => { const to = events[index + 1]?.at ?? from; return to - from > 0.08 ? [(from + to) / 2] : []; });
  const some = quiet.filter((_, index) => index % Math.ceil(quiet.length / 8) === 0);
  return { marks: events.filter(({ at: when, code }) => code === 'm' && when < at).length, quiet: [...some.filter((_, index) => index % 2 === 1), ...some.filter((_, index) => index % 2 === 0).toReversed()] };
}

/** Lines as texts alone: blocks and frames the player paints. */
const textsOf = (lines: readonly string[]): string => lines.map((line) => line.replaceAll(/[\u2500-\u259F]/g, ' ').trimEnd()).join('\n').trimEnd();

test.each([['a recorded command', recorded], ['Claude Code', exported]] as const)('asciinema-player shows what we show at any time, and the marks, of version 3: %s', async (_what, make) => {
  const cast = await make();
  const lines = readFileSync(cast, 'utf8').split('\n').filter((line) => !line.startsWith('#') && line !== '').map((line) => JSON.parse(line) as unknown); // made above
  expect(lines[0]).toMatchObject({ version: 3 });
  const complaints: string[] = [];
  const page = await open(cast, complaints);
  await expect.poll(() => player(page, (it) => it.getDuration() ?? 0)).toBeGreaterThan(1);
  const { marks, quiet } = timesOf(lines);
  expect([marks > 0, quiet.length > 3]).toEqual([true, true]);
  await expect.poll(() => page.locator('.ap-marker').count()).toBe(marks);
  for (const at of [...quiet, 'end'] as const) {
    await (at === 'end' ? player(page, (it) => it.seek(it.getDuration() ?? 0)) : player(page, (it, to) => it.seek(to), at));
    const ours = (await playhead(['replay', cast, '--at', at === 'end' ? at : at.toFixed(6)])).out;
    await expect.poll(async () => textsOf(await page.locator('.ap-line').allTextContents()), { message: `after ${String(at)} s` }).toBe(textsOf(ours.split('\n')));
  }
  expect(complaints).toEqual([]);
  await page.close();
});
