import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import type { ReplayStore } from '@playhead/replay-core';
import '../styles.css';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { openReplay } from '../testing/build-session.ts';
import { Terminal } from './Terminal.tsx';
import { HOSTILE, noise, QUERIES, taught } from './test-support/hostile-output.ts';
import { openScreen, type Screen } from './xterm-screen.ts';

const E = '\u001b';

beforeEach(() => page.viewport(900, 600));

async function show(text: string, theme: 'light' | 'dark' = 'light'): Promise<{ readonly store: ReplayStore; readonly rerender: (theme: 'light' | 'dark') => Promise<void> }> {
  const store = await openReplay([
    { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c1' },
    { type: 'terminal_output', data: { text, exitCode: 1 }, call: 'c1' },
    { type: 'tool_result', data: { status: 'failed' }, call: 'c1' },
  ]);
  store.select('r1');
  const draw = (look: 'light' | 'dark') => <ReplayRoot store={store} theme={look} style={{ blockSize: 400 }}><Terminal /></ReplayRoot>;
  const view = await render(draw(theme));
  return { store, rerender: async (look) => { await view.rerender(draw(look)); } };
}

const screenShown = (): Promise<void> => expect.poll(() => document.querySelector('.ph-term')?.getAttribute('data-renderer')).toBe('screen');

test('puts the terminal in the place of the text without moving a line', async () => {
  await show('one\r\ntwo\r\nthree');
  const out = document.querySelector('.ph-term__out');
  const range = document.createRange();
  const texts = document.createTreeWalker(out!, NodeFilter.SHOW_TEXT);
  let before = 0;
  while (texts.nextNode()) {
    const at = texts.currentNode.textContent?.indexOf('three') ?? -1;
    if (at < 0) continue;
    range.setStart(texts.currentNode, at);
    range.setEnd(texts.currentNode, at + 5);
    before = range.getBoundingClientRect().top;
  }
  const width = range.getBoundingClientRect().width;
  await screenShown();
  const row = [...document.querySelectorAll('.xterm-rows > div')].find((line) => line.textContent?.includes('three'));
  const after = row!.getBoundingClientRect();
  expect(Math.abs(after.top + (after.height - range.getBoundingClientRect().height) / 2 - before)).toBeLessThan(2.5);
  expect(width).toBeGreaterThan(30);
  expect(document.querySelector('.ph-term')!.getBoundingClientRect().height).toBe(400);
});

test('draws the terminal in other colours when the theme changes', async () => {
  const { rerender } = await show(`${E}[31mred${E}[0m plain`);
  await screenShown();
  const colorOf = (): string => getComputedStyle([...document.querySelectorAll('.xterm-rows span')].find((span) => span.textContent === 'red')!).color;
  const light = colorOf();
  await rerender('dark');
  await expect.poll(colorOf).not.toBe(light);
});

test('opens over the whole replay and closes with escape, with the focus where it was', async () => {
  await show('done');
  await page.getByRole('button', { name: 'Open full width' }).click();
  const term = document.querySelector('.ph-term')!;
  await expect.poll(() => term.matches(':popover-open')).toBe(true);
  const root = document.querySelector('[data-ph]')!.getBoundingClientRect();
  expect(term.getBoundingClientRect().width).toBe(root.width);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => term.matches(':popover-open')).toBe(false);
  await expect.element(page.getByRole('button', { name: 'Open full width' })).toHaveFocus();
});

test('copies the output as plain text', async () => {
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await show(`${E}[31mred${E}[0m line`);
  await page.getByRole('button', { name: 'Copy output' }).click();
  expect(copied).toHaveBeenCalledWith('red line');
  copied.mockRestore();
});

let host: HTMLElement;
let screen: Screen | undefined;

beforeEach(() => {
  host = document.createElement('div');
  host.style.cssText = 'inline-size:600px;block-size:300px';
  document.body.append(host);
});

afterEach(() => {
  screen?.close();
  screen = undefined;
  host.remove();
});

const open = (): readonly string[] => {
  let did: readonly string[] = [];
  screen = openScreen(host, (terminal) => { did = taught(terminal); });
  return did;
};

test('answers no query, changes no title and no clipboard, and makes no link', async () => {
  const title = document.title;
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  const execute = vi.spyOn(document, 'execCommand');
  const did = open();
  await screen?.show(`${QUERIES.join('')}${HOSTILE.join('\r\n')}\r\nend`);
  await expect.poll(() => host.querySelector('.xterm-rows')?.textContent).toContain('end');
  const links = [...host.querySelectorAll<HTMLElement>('.xterm-rows > div')].filter((row) => /^link\s*$/.test(row.textContent ?? ''));
  expect(links).toHaveLength(2);
  for (const link of links) {
    await userEvent.click(link, { position: { x: 12, y: 8 }, force: true }); // what is clicked lies over the rows
    expect(host.querySelector('.xterm-cursor-pointer, [class*=xterm-underline]')).toBeNull();
  }
  expect(did).toEqual([]);
  expect(document.title).toBe(title);
  expect(write).not.toHaveBeenCalled();
  expect(execute).not.toHaveBeenCalled();
  expect(host.querySelector('a, img')).toBeNull();
  write.mockRestore();
  execute.mockRestore();
});

test('stays harmless under ten thousand random sequences', async () => {
  const title = document.title;
  const did = open();
  await screen?.show(noise(7));
  expect(did).toEqual([]);
  expect(document.title).toBe(title);
  expect(host.querySelector('a, img, script, iframe')).toBeNull();
}, 60_000);

test('takes no input', async () => {
  const did = open();
  await screen?.show('ready');
  host.querySelector('textarea')?.focus();
  await userEvent.keyboard('rm -rf{Enter}');
  expect(did).toEqual([]);
});

test('writes on where the text only grew, and begins anew for another', async () => {
  screen = openScreen(host);
  await screen.show('one');
  await screen.show('one two');
  await expect.poll(() => host.querySelector('.xterm-rows')?.textContent).toContain('one two');
  await screen.show('other');
  await expect.poll(() => host.querySelector('.xterm-rows')?.textContent).not.toContain('one');
});

const LONG = Array.from({ length: 4000 }, (_, n) => `line ${n} of what it printed, and some more of it\r\n`).join('');

test('lets the page answer while a long output is drawn', async () => {
  screen = openScreen(host);
  let [turns, drawing] = [0, true];
  const turn = (): void => {
    turns += 1;
    if (drawing) setTimeout(turn);
  };
  setTimeout(turn);
  await screen.show(LONG);
  drawing = false;
  expect(turns).toBeGreaterThan(8);
  await expect.poll(() => host.querySelector('.xterm-rows')?.textContent).toContain('line 3999');
});

test('shows the output that was asked for last, though a long one was still being drawn', async () => {
  screen = openScreen(host);
  const first = screen.show(LONG);
  await screen.show('another');
  await first;
  await expect.poll(() => host.querySelector('.xterm-rows')?.textContent).toContain('another');
  expect(host.querySelector('.xterm-rows')?.textContent).not.toContain('of what it printed');
});

test('lays out no more of a long output than is seen until the terminal is there, and all of it as text', async () => {
  await show(LONG);
  const out = document.querySelector('.ph-term__out')!;
  expect(out.textContent).toContain('line 3999');
  expect(out.textContent!.length).toBeLessThan(40_000);
  await screenShown();
  await page.getByRole('button', { name: 'Plain text' }).click();
  await expect.poll(() => out.textContent).toContain('line 0 of');
  expect(out.scrollTop + out.clientHeight).toBeGreaterThan(out.scrollHeight - 2);
});

test.each(['light', 'dark'] as const)('keeps text in any recorded colour legible before a screen is drawn, %s', async (theme) => {
  const levels = [0, 51, 102, 153, 204, 255];
  const colors = levels.flatMap((red) => levels.flatMap((green) => levels.map((blue) => `${red};${green};${blue}`)));
  const store = await openReplay([
    { type: 'terminal_command', data: { command: 'palette', tool: 'Bash' }, call: 'c1' },
    { type: 'terminal_output', data: { text: colors.map((color) => `${E}[38;2;${color}mX`).join(''), exitCode: 0 }, call: 'c1' },
  ]);
  store.select('r1');
  await render(<ReplayRoot store={store} theme={theme} style={{ blockSize: 400 }}><Terminal renderer="text" /></ReplayRoot>);
  await expect.poll(() => document.querySelectorAll('.a-rgb').length).toBe(colors.length);
  const paint = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
  const luminance = (color: string): number => {
    paint.fillStyle = color;
    paint.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = Array.from(paint.getImageData(0, 0, 1, 1).data, (part) => (part <= 10 ? part / 3294.6 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const behind = luminance(getComputedStyle(document.querySelector('.ph-term')!).backgroundColor);
  const contrasts = [...document.querySelectorAll('.a-rgb')].map((span) => luminance(getComputedStyle(span).color)).map((text) => (Math.max(text, behind) + 0.05) / (Math.min(text, behind) + 0.05));
  expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5);
  expect(new Set([...document.querySelectorAll('.a-rgb')].map((span) => getComputedStyle(span).color)).size).toBeGreaterThan(100);
});
