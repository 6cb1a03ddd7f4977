import { beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import '../styles.css';
import { openReplay, type Line } from '../testing/build-session.ts';
import { SessionReplay } from './SessionReplay.tsx';

const lines: readonly Line[] = [
  { type: 'prompt', data: { text: 'Get the suite green', origin: 'human' } },
  { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c1' },
  { type: 'terminal_output', data: { text: '\u001b[31mtwo failed\u001b[0m \u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\', exitCode: 1 }, call: 'c1' },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c1' },
  { type: 'tool_call', data: { name: 'Edit', kind: 'edit', title: 'src/a.ts' }, call: 'c2' },
  { type: 'file_diff', data: { path: 'src/a.ts', change: 'modified', hunks: [{ oldStart: 41, oldLines: 2, newStart: 41, newLines: 2, lines: [' const a = 1;', '-let b = 2;', '+const b = 2;'] }] }, call: 'c2' },
  { type: 'tool_result', data: { status: 'ok' }, call: 'c2' },
];

beforeEach(() => page.viewport(1280, 800));

test('puts a terminal in the place of the text, without links or input', async () => {
  const store = await openReplay(lines);
  await render(<SessionReplay store={store} />);
  await expect.poll(() => document.querySelector('.ph-term__body')?.getAttribute('data-view')).toBe('screen');
  await expect.poll(() => document.querySelector('.xterm-rows')?.textContent).toContain('two failed link');
  expect(document.querySelector('.xterm a')).toBeNull();
});

test('the text of a session is never seen before it is formatted', async () => {
  const store = await openReplay([...lines, { type: 'assistant_text', data: { text: 'All **pass** now' } }]);
  const seen = new Set<string>();
  const look = (): void => {
    const text = [...document.querySelectorAll('.ph-prose')].find((prose) => prose.textContent.includes('pass'))?.textContent;
    if (text !== undefined) seen.add(text);
  };
  const observer = new MutationObserver(look);
  observer.observe(document.body, { childList: true, subtree: true, characterData: true });
  try {
    void render(<SessionReplay store={store} />);
    await expect.element(page.getByText('All pass now')).toBeVisible();
    expect([...seen].map((text) => text.trim())).toEqual(['All pass now']);
  } finally {
    observer.disconnect();
  }
});

test('a session is on the page before the panes beside its rows are drawn, which come by themselves', async () => {
  const store = await openReplay(lines);
  const first: (readonly string[])[] = [];
  const observer = new MutationObserver(() => {
    if (document.querySelector('.ph-app')) first.push(['header', 'events', 'outline', 'inspector'].filter((part) => document.querySelector(`.ph-app [data-part=${part}]`)));
  });
  observer.observe(document.body, { childList: true, subtree: true });
  try {
    void render(<SessionReplay store={store} />);
    await expect.element(page.getByRole('tree')).toBeVisible();
    await expect.element(page.getByRole('tablist', { name: 'Inspector' })).toBeVisible();
    expect(first[0]).toEqual(['header', 'events']);
  } finally {
    observer.disconnect();
  }
});

test('shows the shape of a session that takes a moment', async () => {
  await render(<SessionReplay source={{ open: async function* open(signal) { await new Promise((gone) => { signal.addEventListener('abort', gone); }); yield* []; }, text: () => Promise.reject(new Error('none')) }} />);
  await expect.poll(() => document.querySelectorAll('.ph-skel').length).toBeGreaterThan(10);
});

test('draws a hunk with the marks of the changed words and its own line numbers', async () => {
  const store = await openReplay(lines);
  await render(<SessionReplay store={store} defaultTab="diff" />);
  await expect.poll(() => document.querySelector('[data-engine]')?.getAttribute('data-engine')).toBe('rdvc');
  await expect.poll(() => document.querySelector('[data-engine=rdvc]')?.textContent).toContain('const');
  const hasRow = (number: string, text: string): boolean => [...document.querySelectorAll('[data-engine=rdvc] tr')].some((row) => row.textContent.startsWith(number) && row.textContent.includes(text));
  await expect.poll(() => hasRow('4141', 'const a = 1;')).toBe(true);
  await expect.poll(() => hasRow('42', 'let b = 2;')).toBe(true);
  await expect.poll(() => hasRow('42+', 'const b = 2;')).toBe(true);
});

test('draws few nodes for ten thousand events and steps by key', async () => {
  const many: Line[] = Array.from({ length: 10_000 }, (_, index) => ({ type: 'assistant_text', data: { text: `message ${index}` } }));
  const store = await openReplay(many);
  await render(<SessionReplay store={store} />);
  await expect.element(page.getByText('message 9999')).toBeVisible();
  expect(document.querySelectorAll('[role=article], article').length).toBeLessThan(80);
  expect(document.querySelectorAll('.ph-tl svg *').length).toBeLessThan(200);
  const before = store.getState().currentIndex;
  document.querySelector<HTMLElement>('[data-ph]')?.focus();
  await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
  expect(store.getState().currentIndex).toBe(before - 1);
});

test('goes on by keys from a row that scrolled away, after the sheet of shortcuts was open', async () => {
  const many: Line[] = Array.from({ length: 500 }, (_, index) => ({ type: 'assistant_text', data: { text: `message ${index}` } }));
  const store = await openReplay(many);
  await render(<SessionReplay store={store} />);
  await page.getByText('message 499').click();
  await userEvent.keyboard('?');
  await expect.poll(() => document.querySelector('dialog')?.contains(document.activeElement)).toBe(true);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => document.activeElement?.className).toContain('ph-ev');
  await userEvent.keyboard('{Home}');
  await expect.poll(() => document.activeElement?.textContent).toContain('Session started');
  await userEvent.keyboard('{ArrowRight}');
  expect(store.getState().currentIndex).toBeGreaterThan(0);
});

test('where there is room for one pane, terminal and outline fill what is left of the page', async () => {
  await page.viewport(420, 860);
  const store = await openReplay(lines);
  await render(<div style={{ blockSize: 860 }}><SessionReplay store={store} /></div>);
  const bottom = (element: Element | null | undefined): number => Math.round(element?.getBoundingClientRect().bottom ?? 0);
  await page.getByRole('tab', { name: 'Terminal' }).click();
  await expect.poll(() => bottom(document.querySelector('.ph-term'))).toBe(860);
  await page.getByRole('tab', { name: 'Outline' }).click();
  await expect.poll(() => bottom(document.querySelector('[data-part=outline]'))).toBe(860);
});

test('goes on by keys when a tab takes the place of the one that had the focus', async () => {
  const store = await openReplay([...lines, { type: 'needs_review', data: { text: 'Is this meant?' } }]);
  await render(<SessionReplay store={store} defaultAnnotations={[]} author="ada" />);
  await expect.element(page.getByRole('tablist', { name: 'Inspector' })).toBeVisible();
  document.querySelector<HTMLElement>('[data-ph]')?.focus();
  await userEvent.keyboard('r');
  await expect.poll(() => document.activeElement?.closest('[data-part=review-queue] [data-current=true]')).toBeTruthy();
  await userEvent.keyboard('2');
  await expect.poll(() => document.activeElement?.getAttribute('role')).toBe('tabpanel');
  const before = store.getState().currentIndex;
  await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
  expect(store.getState().currentIndex).toBe(before - 1);

  await page.viewport(420, 860);
  await page.getByRole('tab', { name: 'Events' }).click();
  await userEvent.keyboard('{Home}');
  document.querySelector<HTMLElement>('article[tabindex="0"]')?.focus();
  await userEvent.keyboard('2');
  await expect.poll(() => document.activeElement?.getAttribute('role')).toBe('tabpanel');
});

test('an outline that opens at the beginning shows its first chapter', async () => {
  const store = await openReplay([{ type: 'chapter', data: { title: 'Explore' } }, ...lines, ...Array.from({ length: 60 }, (_, index): Line => ({ type: 'terminal_command', data: { command: `cat ${index}` }, call: `more-${index}` }))]);
  store.select('r1');
  await render(<SessionReplay store={store} />);
  await expect.element(page.getByRole('treeitem', { name: /Get the suite green/ })).toHaveAttribute('aria-selected', 'true');
  await expect.poll(() => document.querySelector('[data-part=outline] .ph-tree__rows')?.scrollTop).toBe(0);
  await expect.element(page.getByRole('treeitem', { name: /^Explore/ })).toBeInViewport({ ratio: 1 });
});
