import axe from 'axe-core';
import type { ReactElement } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import { Inspector } from '../inspector/Inspector.tsx';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import '../styles.css';
import { openReplay, type Line } from '../testing/build-session.ts';
import { hunk } from '../test-support/hunk.ts';
import { edit } from '../test-support/show-part.tsx';

let root: Root | undefined;
let host: HTMLElement | undefined;

afterEach(() => {
  root?.unmount();
  host?.remove();
});

async function show(part: ReactElement, lines: readonly Line[], tab: 'diff' | 'files' | 'tests' | 'raw' | 'notes', width = 576): Promise<HTMLElement> {
  const store = await openReplay(lines);
  store.select(store.getState().model.events.at(-1)?.id);
  host = document.createElement('div');
  host.style.cssText = `width:${width}px;height:600px`;
  document.body.append(host);
  root = createRoot(host);
  root.render(<ReplayRoot store={store} defaultTab={tab} style={{ height: '100%' }}>{part}</ReplayRoot>);
  await expect.poll(() => host?.querySelector('[role=tabpanel] [data-part]')).toBeTruthy();
  return host;
}

const small = edit('c1', 'src/a.ts', { hunks: [hunk(8, 8, ' const claims = toClaims(user)', "-return sign(claims, 'HS256')", '-old()', "+return sign(claims, 'EdDSA')", '+new1()', ' }')] });
const rows = (element: HTMLElement): (string | null)[] => [...element.querySelectorAll('.ph-diff__engine tr')].map((row) => row.textContent);

test('marks the changed words, old lines before new ones, without moving anything', async () => {
  const element = await show(<Inspector />, small, 'diff');
  const height = element.querySelector('.ph-diff')?.getBoundingClientRect().height;
  await expect.poll(() => rows(element)).toEqual(['88const claims = toClaims(user)', "9-return sign(claims, 'HS256')", '10-old()', "9+return sign(claims, 'EdDSA')", '10+new1()', '1111}']);
  expect([...element.querySelectorAll('.ph-diff__engine del')].map((mark) => mark.textContent)).toContain('HS256');
  expect(element.querySelector('.ph-diff')?.getBoundingClientRect().height).toBe(height);
});

test('draws what the recording says of the end of a file: a line that stays before one that is added, empty lines, and a new end', async () => {
  const drawn = async (...lines: readonly string[]): Promise<void> => {
    const element = await show(<Inspector />, edit('c1', 'src/a.ts', { hunks: [hunk(1, 1, ...lines)] }), 'diff');
    const found = (): readonly Element[] => [...element.querySelectorAll(lines.some((line) => line.startsWith('\\')) ? '.ph-dl' : '.ph-diff__engine tr')];
    await expect.poll(() => found().length).toBeGreaterThan(0);
    const shown = found().map((row) => ['old', 'new'].map((side) => row.getAttribute(`data-${side}`) ?? row.querySelector(`[data-${side}]`)?.getAttribute(`data-${side}`)).map((line) => line ?? '').join(','));
    let [before, after] = [0, 0];
    expect(shown).toEqual(lines.filter((line) => !line.startsWith('\\')).map((line) => (line.startsWith('-') ? `${before += 1},` : line.startsWith('+') ? `,${after += 1}` : `${before += 1},${after += 1}`)));
    root?.unmount();
    host?.remove();
  };
  await drawn(' one', '-two', ' three', '+four');
  await drawn(' one', '-two', '-three', ' four');
  await drawn(' one', '+two', '+');
  await drawn('-', '+x');
  await drawn(' one', '-two', '\\ No newline at end of file', '+two');
}, 60_000);

test('keeps lines with hidden characters in the view that shows them', async () => {
  const element = await show(<Inspector />, edit('c1', 'src/a.ts', { hunks: [hunk(1, 1, '-a', '+a\u202e')] }), 'diff');
  await expect.poll(() => element.querySelector('.ph-invisible')?.textContent).toBe('U+202E');
  expect(element.querySelector('[data-engine]')?.getAttribute('data-engine')).toBe('static');
});

test('keeps endless lines out of the viewer', async () => {
  const element = await show(<Inspector />, edit('c1', 'src/a.ts', { hunks: [hunk(1, 1, '-a', `+${'long '.repeat(2000)}`), hunk(40, 40, '-b', '+c')] }), 'diff');
  const engines = (): (string | null)[] => [...element.querySelectorAll('[data-engine]')].map((lines) => lines.getAttribute('data-engine'));
  await expect.poll(engines, { timeout: 30_000 }).toEqual(['static', 'rdvc']);
  expect(element.querySelector('[data-engine=static]')?.textContent).toContain('… +5,000');
}, 60_000);

test('draws few of many files, and goes to the one that is chosen in the list', async () => {
  const many = Array.from({ length: 300 }, (_, index) => edit(`c${index}`, `src/file-${String(index).padStart(3, '0')}.ts`, { hunks: [hunk(1, 1, '-a', `+b${index}`)] })).flat();
  const element = await show(<Inspector />, many, 'files');
  const tree = (): NodeListOf<HTMLElement> => element.querySelectorAll<HTMLElement>('[role=treeitem]');
  await expect.poll(() => tree().length).toBeGreaterThan(5);
  expect(tree().length).toBeLessThan(80);
  tree()[0]?.focus();
  tree()[0]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }));
  await expect.poll(() => document.activeElement?.textContent).toBe('MModified file-299.ts +1 −1');
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  await expect.poll(() => element.querySelector('.ph-diff:focus')?.getAttribute('aria-label')).toBe('src/file-299.ts');
  expect(element.querySelectorAll('.ph-diff').length).toBeLessThan(60);
}, 60_000);

test.each(['few', 'many'])('shows the bar with the first of %s files that is chosen, and the others at the top', async (files) => {
  const tall = ['src/a.ts', ...Array.from({ length: files === 'few' ? 3 : 20 }, (_, index) => `src/b${index}.ts`)].flatMap((path, index) => edit(`c${index}`, path, { hunks: [hunk(1, 1, ...Array.from({ length: 80 }, (_, line) => `+line ${line}`))] }));
  const element = await show(<Inspector />, tall, 'files');
  const choose = async (name: string): Promise<void> => {
    element.querySelectorAll<HTMLElement>('[role=tab]').forEach((tab) => { if (tab.textContent?.startsWith('Files')) tab.click(); });
    const file = (): HTMLElement | undefined => [...element.querySelectorAll<HTMLElement>('[role=treeitem]')].find(({ textContent }) => textContent?.includes(name));
    await expect.poll(file).toBeTruthy();
    file()?.click();
    await expect.poll(() => element.querySelector('.ph-diff:focus')?.getAttribute('aria-label')).toBe(`src/${name}`);
  };
  const topOf = (selector: string): number => {
    const shown = element.querySelector(selector);
    return Math.round((shown?.getBoundingClientRect().top ?? 0) - (shown?.closest('.ph-scroll')?.getBoundingClientRect().top ?? 0));
  };
  /** How many looks in a row found it at the top: what is measured later moves it. */
  const stays = (selector: string) => {
    let looks = 0;
    return () => (looks = topOf(selector) === 0 ? looks + 1 : 0);
  };
  await choose('b2.ts');
  await expect.poll(stays('.ph-diff:focus')).toBeGreaterThan(4);
  await choose('a.ts');
  await expect.poll(stays('.ph-diffs__bar')).toBeGreaterThan(4);
}, 60_000);

test('lets a long line be read to its end in one column, and wraps it in two', async () => {
  const element = await show(<Inspector />, edit('c1', 'src/a.ts', { hunks: [hunk(1, 1, `-${'old '.repeat(60)}`, `+${'new '.repeat(60)}`)] }), 'diff');
  const engine = (view: string): Element | null => element.querySelector(`.ph-diff__engine[data-view=${view}]:not([hidden])`);
  const cut = (view: string): Element[] => [...engine(view)?.querySelectorAll('td') ?? []].filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth + 1);
  await expect.poll(() => engine('unified')).toBeTruthy();
  expect(cut('unified')).toEqual([]);
  const pane = engine('unified')?.closest('.ph-diff__rows');
  pane?.scrollTo(10_000, 0);
  expect(pane?.scrollLeft).toBeGreaterThan(500);
  element.querySelector<HTMLElement>('[aria-label="Split view"]')?.click();
  await expect.poll(() => engine('split')).toBeTruthy();
  expect(cut('split')).toEqual([]);
  const split = engine('split')?.closest('.ph-diff__rows');
  split?.scrollTo(10_000, 0);
  expect(split?.scrollLeft).toBe(0);
}, 60_000);

test('puts the looks of the viewer into the page once, however many hunks it draws, and draws what is below when it comes near', async () => {
  const before = document.querySelectorAll('style[data-emotion]').length;
  const element = await show(<Inspector />, edit('c1', 'src/a.ts', { hunks: Array.from({ length: 60 }, (_, index) => hunk(index * 50 + 1, index * 50 + 1, ' same', `-old ${index}`, `+new ${index}`, ' same')) }), 'diff');
  const drawn = (): number => element.querySelectorAll('.ph-diff__engine:not([hidden])').length;
  await expect.poll(drawn, { timeout: 30_000 }).toBeGreaterThan(4);
  const sheets = document.querySelectorAll('style[data-emotion]').length - before;
  expect(element.textContent).not.toContain('new 59');
  const pane = element.querySelector('.ph-scroll');
  await expect.poll(() => { pane?.scrollTo(0, pane.scrollHeight); return element.textContent; }, { timeout: 30_000 }).toContain('new 59');
  const last = (): Element | undefined => [...element.querySelectorAll('.ph-diff__engine:not([hidden])')].find((engine) => engine.textContent?.includes('new 59') === true);
  await expect.poll(last, { timeout: 30_000 }).toBeTruthy();
  expect(document.querySelectorAll('style[data-emotion]').length - before).toBe(sheets);
  expect(element.querySelectorAll('.ph-dl').length).toBeLessThan(150);
}, 120_000);

test('offers all tabs in a menu where they do not fit', async () => {
  const element = await show(<Inspector />, small, 'diff', 300);
  await expect.poll(() => element.querySelector<HTMLElement>('.ph-tabs__more')).toBeTruthy();
  element.querySelector<HTMLElement>('.ph-tabs__more')?.click();
  await expect.poll(() => document.activeElement?.textContent).toBe('Diff 1');
  const menu = element.querySelector('[role=menu]');
  expect(menu?.querySelectorAll('[role=menuitemradio]')).toHaveLength(9);
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }));
  expect(document.activeElement?.textContent).toBe('Statistics');
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  await expect.poll(() => element.querySelector('[role=menu]')).toBeNull();
  expect(document.activeElement).toBe(element.querySelector('.ph-tabs__more'));
});

const everything: readonly Line[] = [
  ...edit('c0', 'package-lock.json', { hunks: [hunk(1, 1, '-a', '+b')] }), ...small,
  { type: 'needs_review', data: { author: 'Priya Nair', text: 'Why?', path: 'src/a.ts', line: 3 } }, { type: 'feedback', data: { rating: 'wrong', text: 'No' } },
  { type: 'test_result', data: { failed: 1, passed: 1, cases: [{ name: 'a', suite: 's', status: 'failed', message: 'no' }, { name: 'b', suite: 't', status: 'passed' }] }, call: 'c1' },
];

test.each(['diff', 'files', 'tests', 'raw', 'notes'] as const)('has nothing in %s that a rule of accessibility forbids, in both themes', async (tab) => {
  const element = await show(<Inspector />, everything, tab);
  if (tab === 'diff') await expect.poll(() => rows(element).length).toBeGreaterThan(0);
  for (const theme of ['light', 'dark']) {
    element.querySelector('[data-ph]')?.setAttribute('data-theme', theme);
    const { violations } = await axe.run(element, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
  }
}, 60_000);
