import { beforeEach, expect, test, vi } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import { createReplay, recordsSource, type ReplaySource, type ReplayStore } from '@playhead/replay-core';
import '../styles.css';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { buildRecords, openReplay, type Line } from '../testing/build-session.ts';
import { Terminal } from './Terminal.tsx';
import { at, terminalLines, type Printed } from './test-support/recorded-session.ts';

beforeEach(() => page.viewport(900, 600));

const LINES = Array.from({ length: 30 }, (_, index): Printed => [2 + index, `line ${index}\r\n`]);

function draw(store: ReplayStore): Promise<unknown> {
  store.setIdle('wall');
  return render(<ReplayRoot store={store} style={{ blockSize: 420 }}><Terminal /></ReplayRoot>);
}

async function show(lines: readonly Line[], seconds: number): Promise<ReplayStore> {
  const store = await openReplay(lines);
  await draw(store);
  goTo(store, seconds);
  return store;
}

function goTo(store: ReplayStore, seconds: number): void {
  store.seek(store.getState().timeMap.toVirtual(at(seconds)));
}

const rows = (): string => document.querySelector('.xterm-rows')?.textContent ?? '';
const shows = (text: string): Promise<void> => expect.poll(rows).toContain(text);
const hides = (text: string): Promise<void> => expect.poll(rows).not.toContain(text);

test('shows what the terminal showed at the playhead, also while it plays', async () => {
  const store = await show(terminalLines(LINES, 0), 12.5);
  await shows('line 10');
  expect(rows()).not.toContain('line 11');
  goTo(store, 5.5);
  await shows('line 3');
  await hides('line 4');
  store.setRate(16);
  store.play();
  await shows('line 20');
  store.pause();
});

test('says how the terminal ended once the playhead is there', async () => {
  const store = await show(terminalLines(LINES, 3), 12.5);
  await shows('line 10');
  const term = page.getByRole('region', { name: 'Terminal' });
  await expect.element(term).not.toHaveTextContent('exit 3');
  goTo(store, 40);
  await expect.element(term).toHaveTextContent('exit 3');
});

test('leaves the keys to the replay after a click into the terminal', async () => {
  const store = await show(terminalLines(LINES, 0), 12.5);
  await shows('line 10');
  await userEvent.click(document.querySelector('.xterm-screen')!, { position: { x: 20, y: 20 } });
  await userEvent.keyboard(' ');
  expect(store.getState().playing).toBe(true);
});

test('goes through the time of the terminal by keys and by a press', async () => {
  const store = await show(terminalLines(LINES, 0), 12.5);
  const slider = page.getByRole('slider', { name: 'Terminal time' });
  await expect.element(slider).toHaveAttribute('aria-valuetext', expect.stringContaining('00:11 of 00:31'));
  slider.element().focus();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(slider).toHaveAttribute('aria-valuenow', '7000');
  await userEvent.keyboard('{Home}');
  expect(Math.round(store.clock.now() / 1000)).toBe(1);
  await userEvent.keyboard('{End}');
  await shows('line 29');
  await slider.click({ position: { x: 430, y: 20 } });
  await hides('line 29');
});

test('goes to what is marked in the strip, exactly', async () => {
  const moment: Line = { type: 'moment', data: { title: 'Half way' }, seconds: 17 };
  const store = await show([...terminalLines(LINES, 0), moment].sort((a, b) => (a.seconds ?? 0) - (b.seconds ?? 0)), 4.5);
  await shows('line 2');
  const { x, y, width } = document.querySelector('.ph-term__marks i')!.getBoundingClientRect();
  const strip = page.getByRole('slider', { name: 'Terminal time' });
  const box = strip.element().getBoundingClientRect();
  await strip.click({ position: { x: x + width / 2 - box.x + 2, y: y - box.y + 2 } });
  await shows('line 15');
  expect(rows()).not.toContain('line 16');
  expect(Math.round(store.getState().timeMap.toWall(store.clock.now()))).toBe(at(17));
  await expect.element(strip).toHaveAttribute('aria-valuetext', expect.stringContaining('Half way'));
});

test('copies the screen, or what is selected in it', async () => {
  const copied = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await show(terminalLines([[2, 'one\r\n'], [3, '\u001b[31mtwo\u001b[0m']], 0), 3.5);
  await shows('two');
  await page.getByRole('button', { name: 'Copy the screen or what is selected' }).click();
  expect(copied).toHaveBeenCalledWith('one\ntwo');
  await userEvent.dblClick(document.querySelector('.xterm-screen')!, { position: { x: 10, y: 8 } });
  await page.getByRole('button', { name: 'Copy the screen or what is selected' }).click();
  expect(copied).toHaveBeenLastCalledWith('one');
  copied.mockRestore();
});

test('fetches what stood above when somebody scrolls up', async () => {
  await show(terminalLines(LINES, 0), 29.5);
  await shows('line 27');
  expect(rows()).not.toContain('line 15');
  document.querySelector<HTMLElement>('.ph-term__stage')!.focus();
  await userEvent.keyboard('{PageUp}');
  await shows('line 15');
  await hides('line 27');
  await userEvent.keyboard('{PageDown}');
  await shows('line 27');
});

test('shows what comes while it is followed, and stays where somebody went', async () => {
  const records = buildRecords(terminalLines(LINES));
  let sent = 14;
  let wake: () => void = () => undefined;
  const source: ReplaySource = {
    async *open(signal) {
      yield { records: records.slice(0, sent), upToDate: true };
      for (let from = sent; !signal.aborted; from = sent) {
        await new Promise<void>((done) => { wake = done; });
        yield { records: records.slice(from, sent), upToDate: true };
      }
    },
    async *read({ from = '' }) {
      yield { records: records.slice(0, sent).map((record, index) => ({ record, cursor: String(index + 1) })).slice(Number(from)), next: String(sent) };
    },
  };
  const store = createReplay(source);
  await expect.poll(() => store.getState().status).toBe('ready');
  await draw(store);
  await shows('line 11');
  sent = 20;
  wake();
  await shows('line 17');
  goTo(store, 6.5);
  await hides('line 17');
  sent = 25;
  wake();
  await expect.poll(() => page.getByRole('slider', { name: 'Terminal time' }).element().getAttribute('aria-valuemax')).toBe('23000');
  expect(rows()).toContain('line 4');
  expect(rows()).not.toContain('line 5');
  store.follow();
  await shows('line 22');
  store.close();
});

test('says that the terminal could not be loaded, and tries again when asked', async () => {
  const records = buildRecords(terminalLines(LINES, 0));
  let broken = true;
  const store = createReplay({
    async *open() { yield { records, upToDate: true }; },
    async *read() {
      if (broken) throw new Error('gone');
      yield { records: records.map((record, index) => ({ record, cursor: String(index + 1) })), next: String(records.length) };
    },
  });
  await expect.poll(() => store.getState().status).toBe('ready');
  await draw(store);
  await expect.element(page.getByText('The terminal could not be loaded')).toBeVisible();
  broken = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  goTo(store, 40);
  await shows('line 29');
});

test('shows what was typed when the playhead passes it, and that something was hidden', async () => {
  const lines = terminalLines(LINES, 0);
  const typed: Line[] = [{ type: 'terminal_input', data: { text: 'ls\r' }, call: 'terminal-1', seconds: 13 }, { type: 'terminal_input', data: { text: '', redacted: true }, call: 'terminal-1', seconds: 25 }];
  const store = await show([...lines, ...typed].sort((a, b) => (a.seconds ?? 0) - (b.seconds ?? 0)), 12.5);
  await shows('line 10');
  store.play();
  await expect.element(page.getByText('ls⏎')).toBeVisible();
  goTo(store, 24.5);
  await shows('line 22');
  await expect.element(page.getByText('Hidden input')).toBeVisible();
  store.pause();
});

test('shows one command of the session when asked', async () => {
  const lines = [...terminalLines(LINES, 0), { type: 'terminal_command', data: { command: 'git status', tool: 'Bash' }, call: 'c1', seconds: 5 }, { type: 'terminal_output', data: { text: 'clean', exitCode: 0 }, call: 'c1', seconds: 6 }, { type: 'tool_result', data: { status: 'ok' }, call: 'c1', seconds: 6 }];
  await show(lines, 7.5);
  await shows('line 5');
  await page.getByRole('button', { name: 'Command', exact: true }).click();
  const term = page.getByRole('region', { name: 'Terminal' });
  await expect.element(term).toHaveTextContent('clean');
  await page.getByRole('button', { name: 'Terminal', exact: true }).click();
  await shows('line 5');
});

test('finds what it showed at any time, and goes there, also when Enter comes before the search does', async () => {
  const store = await show(terminalLines([[2, 'first needle\r\n'], [3, '\u001b[2J\u001b[H'], ...LINES.slice(3), [40, 'second Needle here']], 0), 12.5);
  await shows('line 10');
  store.play();
  document.querySelector<HTMLElement>('.ph-term__stage')!.focus();
  await userEvent.keyboard('/');
  await userEvent.keyboard('needle{Enter}');
  await expect.element(page.getByRole('status').filter({ hasText: 'of 2' })).toHaveTextContent('2 of 2');
  await shows('second Needle');
  await expect.poll(() => document.querySelector('.xterm-selection')?.childElementCount).toBeGreaterThan(0);
  await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
  await shows('first needle');
  await hides('line 3');
  expect(store.getState().playing).toBe(false);
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByRole('searchbox')).not.toBeInTheDocument();
});

test('shows what was typed right before the moment that somebody goes to, and no longer than that', async () => {
  const typed: Line[] = [{ type: 'terminal_input', data: { text: 'ls\r' }, call: 'terminal-1', seconds: 13 }, { type: 'terminal_input', data: { text: '', redacted: true }, call: 'terminal-1', seconds: 25 }];
  const store = await show([...terminalLines(LINES, 0), ...typed].sort((a, b) => (a.seconds ?? 0) - (b.seconds ?? 0)), 25.5);
  await expect.element(page.getByText('Hidden input')).toBeVisible();
  goTo(store, 13.5);
  await expect.element(page.getByText('ls⏎')).toBeVisible();
  goTo(store, 8.5);
  await shows('line 6');
  await expect.element(page.getByText('ls⏎')).not.toBeInTheDocument();
  goTo(store, 13.5);
  await expect.element(page.getByText('ls⏎')).toBeVisible();
  store.setRate(16);
  store.play();
  await shows('line 16');
  await expect.element(page.getByText('ls⏎')).not.toBeInTheDocument();
  store.pause();
});

test('shows where the links on the screen lead, host and whole address, before anybody can follow them', async () => {
  await show(terminalLines([[2, '\u001b]8;;https://evil.example/steal?x=1\u0007https://good.example/\u001b]8;;\u0007\r\nhttps://plain.example/doc\r\n\u001b]8;;javascript:alert(1)\u0007no\u001b]8;;\u0007']], 0), 2.5);
  await shows('plain.example');
  document.querySelector<HTMLElement>('.ph-term__stage')!.focus();
  await userEvent.keyboard('{Enter}');
  const links = page.getByRole('group', { name: 'Links on the screen' });
  await expect.element(links).toHaveTextContent('evil.example https://evil.example/steal?x=1plain.example https://plain.example/doc');
  const [first, second, ...more] = [...links.element().querySelectorAll('a')];
  expect(document.activeElement).toBe(first);
  expect([first?.getAttribute('href'), first?.rel, first?.target, second?.getAttribute('href'), more]).toEqual(['https://evil.example/steal?x=1', 'noopener noreferrer nofollow', '_blank', 'https://plain.example/doc', []]);
  await userEvent.keyboard('{Escape}');
  await expect.element(links).not.toBeInTheDocument();
  expect(document.activeElement?.className).toBe('ph-term__stage');
  await userEvent.click(document.querySelector('.xterm-screen')!, { position: { x: 20, y: 8 } });
  await expect.element(links).toHaveTextContent(/^evil.example https:\/\/evil.example\/steal\?x=1$/);
});

test('says that there is no link on the screen', async () => {
  await show(terminalLines(LINES, 0), 12.5);
  await shows('line 10');
  await page.getByRole('button', { name: 'Links on the screen' }).click();
  await expect.element(page.getByRole('status').filter({ hasText: 'No link' })).toBeVisible();
});

test('a line that was found can be read', async () => {
  await show(terminalLines([[2, 'a needle here']], 0), 2.5);
  await shows('needle');
  document.querySelector<HTMLElement>('.ph-term__stage')!.focus();
  await userEvent.keyboard('/');
  await userEvent.keyboard('needle{Enter}');
  await expect.poll(() => document.querySelector('.xterm-selection')?.childElementCount).toBeGreaterThan(0);
  const text = [...document.querySelectorAll('.xterm-rows span')].find((span) => span.textContent?.includes('needle'))!;
  const over = document.querySelector('.xterm-selection')!;
  expect(Number(getComputedStyle(text).zIndex)).toBeGreaterThan(Number(getComputedStyle(over).zIndex));
});

test('goes to a line that scrolled away in the moment that it was printed', async () => {
  await show(terminalLines([[2, `first\r\n`], [3, `${Array.from({ length: 40 }, (_, line) => `fast ${line}\r\n`).join('')}> `], [5, 'later']], 0), 1.5);
  document.querySelector<HTMLElement>('.ph-term__stage')!.focus();
  await userEvent.keyboard('/');
  await userEvent.keyboard('fast 7{Enter}');
  await shows('fast 7');
  await hides('fast 39');
  await expect.poll(() => document.querySelector('.xterm-selection')?.childElementCount).toBeGreaterThan(0);
});

test('inverse text is the background on the foreground', async () => {
  await show(terminalLines([[2, '\u001b[7m inverse \u001b[m']], 0), 2.5);
  await shows('inverse');
  const { color, backgroundColor } = getComputedStyle([...document.querySelectorAll('.xterm-rows span')].find((span) => span.textContent?.includes('inverse'))!);
  const room = getComputedStyle(document.querySelector('.ph-term__room')!);
  expect(color).toBe(room.backgroundColor);
  expect(backgroundColor).not.toBe(room.backgroundColor);
});

/** A recording whose log is read as far as `allow` says, in records: a long one before its keyframes are kept. */
async function readSlowly(lines: readonly Line[], first: number): Promise<{ readonly store: ReplayStore; readonly allow: (records: number) => void }> {
  const whole = recordsSource(buildRecords(lines));
  let allowed = first;
  let wake: () => void = () => undefined;
  const store = createReplay({
    ...whole,
    async *read(range) {
      for await (const { records, next } of whole.read?.(range) ?? []) {
        if (range.to !== undefined) yield { records, next };
        for (const one of range.to === undefined ? records : []) {
          while (Number(one.cursor) > allowed) await new Promise<void>((done) => { wake = done; });
          yield { records: [one], next: one.cursor };
        }
      }
    },
  });
  await expect.poll(() => store.getState().status).toBe('ready');
  return { store, allow: (records) => { allowed = records; wake(); } };
}

const preparing = page.getByRole('progressbar', { name: 'Preparing the terminal…' });
const percent = (): number => Number(preparing.element().getAttribute('aria-valuenow'));

test('says how much is read while a moment far in a long recording is waited for, until it is there', async () => {
  const { store, allow } = await readSlowly(terminalLines(LINES, 0), 10);
  await draw(store);
  goTo(store, 28.5);
  await expect.element(preparing).toBeVisible();
  await expect.element(page.getByRole('status').filter({ hasText: 'Preparing the terminal…' })).toBeVisible();
  const before = percent();
  expect(before).toBeGreaterThan(20);
  allow(20);
  await expect.poll(percent).toBeGreaterThan(before + 20);
  expect(rows()).not.toContain('line');
  allow(100);
  await shows('line 26');
  await expect.element(preparing).not.toBeInTheDocument();
});

test('what was read can be looked at and played while the rest is waited for', async () => {
  const { store, allow } = await readSlowly(terminalLines(LINES, 0), 16);
  await draw(store);
  goTo(store, 28.5);
  await expect.element(preparing).toBeVisible();
  goTo(store, 5.5);
  await shows('line 3');
  await expect.element(preparing).not.toBeInTheDocument();
  store.setRate(16);
  store.play();
  await shows('line 9');
  store.pause();
  allow(100);
});

test('every button can be reached in a narrow pane, whatever the terminals are called', async () => {
  await page.viewport(400, 600);
  const second: Line = { type: 'terminal_command', data: { command: `ssh ${'far.away.'.repeat(8)}example`, pty: { columns: 40, rows: 10 } }, call: 'terminal-2', seconds: 40 };
  const command: Line = { type: 'terminal_command', data: { command: 'npm test' }, call: 'c1', seconds: 40.5 };
  const store = await openReplay([...terminalLines(LINES), second, command]);
  store.setIdle('wall');
  await render(<ReplayRoot store={store} style={{ blockSize: 420 }}><div className="ph-pane" style={{ inlineSize: 380, blockSize: 400 }}><Terminal /></div></ReplayRoot>);
  goTo(store, 41);
  await expect.element(page.getByText('No exit code')).toBeInTheDocument();
  const bar = document.querySelector('.ph-term__bar')!;
  const { left, right } = bar.getBoundingClientRect();
  const boxes = [...bar.querySelectorAll('button, select')].map((element) => element.getBoundingClientRect()).filter(({ width }) => width > 0);
  expect(boxes.length).toBeGreaterThan(5);
  for (const [index, box] of boxes.entries()) {
    expect(box.left).toBeGreaterThanOrEqual(index === 0 ? left : (boxes[index - 1]?.right ?? 0) - 1);
    expect(box.right).toBeLessThanOrEqual(right);
  }
});

test('what can be done stands at the end of its bar, also beside a choice of terminals and a long line that was found', async () => {
  await page.viewport(800, 600);
  const second: Line = { type: 'terminal_command', data: { command: 'ssh example', pty: { columns: 40, rows: 10 } }, call: 'terminal-2', seconds: 40 };
  const store = await openReplay([...terminalLines([[2, `a needle in a line that is ${'very '.repeat(30)}long`]], 0), second]);
  store.setIdle('wall');
  await render(<ReplayRoot store={store} style={{ blockSize: 420 }}><div className="ph-pane" style={{ inlineSize: 576, blockSize: 400 }}><Terminal /></div></ReplayRoot>);
  goTo(store, 2.5);
  await shows('needle');
  const room = (name: string): number => document.querySelector('.ph-term')!.getBoundingClientRect().right - page.getByRole('button', { name }).element().getBoundingClientRect().right;
  expect(room('Open full width')).toBeLessThan(20);
  await page.getByRole('button', { name: 'Search in this terminal' }).click();
  await userEvent.keyboard('needle{Enter}');
  await expect.element(page.getByText('1 of 1')).toBeVisible();
  expect(room('Close the search')).toBeGreaterThanOrEqual(0);
  expect(room('Close the search')).toBeLessThan(20);
});
