import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import type { SessionRecord } from '@playhead/protocol';
import { createReplay, type ReplaySource, type ReplayStore } from '@playhead/replay-core';
import '../styles.css';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { buildRecords, openReplay, type Line } from '../testing/build-session.ts';
import { Events } from './Events.tsx';

const commands = (count: number, from = 0): Line[] => Array.from({ length: count }, (_, index): Line[] => [
  { type: 'terminal_command', data: { command: `echo ${from + index}`, tool: 'Bash' }, call: `c${from + index}`, seconds: from + index },
  { type: 'terminal_output', data: { text: `${from + index}\n`, exitCode: 0 }, call: `c${from + index}`, seconds: from + index },
  { type: 'tool_result', data: { status: 'ok' }, call: `c${from + index}`, seconds: from + index },
]).flat();

async function show(store: ReplayStore): Promise<void> {
  await render(<ReplayRoot store={store} style={{ width: 560, height: 600 }}><Events style={{ height: 600 }} /></ReplayRoot>);
}

/** A session that goes on: `append` lets further records arrive. */
function liveSession(lines: readonly Line[], start: number): { readonly store: ReplayStore; readonly append: (count: number) => void } {
  const records = buildRecords(lines);
  let sent = start;
  const waiting: (readonly SessionRecord[])[] = [records.slice(0, start)];
  let wake = (): void => undefined;
  const source: ReplaySource = {
    async *open(signal) {
      while (!signal.aborted) {
        const next = waiting.shift();
        if (next) yield { records: next, upToDate: true };
        else await new Promise<void>((resolve) => { wake = resolve; });
      }
    },
  };
  return {
    store: createReplay(source),
    append: (count) => {
      waiting.push(records.slice(sent, sent + count));
      sent += count;
      wake();
    },
  };
}

const row = (text: string): HTMLElement | undefined => [...document.querySelectorAll('article')].find((article) => article.getAttribute('aria-label')?.includes(text));
const scroller = (): HTMLElement => document.querySelector<HTMLElement>('.ph-feed__rows') ?? document.body;
const onScreen = (text: string): boolean => {
  const [at, within] = [row(text)?.getBoundingClientRect(), scroller().getBoundingClientRect()];
  return at !== undefined && at.bottom > within.top && at.top < within.bottom;
};
const atEnd = (): boolean => scroller().scrollTop + scroller().clientHeight > scroller().scrollHeight - 4;

beforeEach(() => page.viewport(800, 700));

test('draws at most 400 nodes of a hundred thousand events, and finds any row by key', async () => {
  const store = await openReplay(commands(33_333));
  await show(store);
  await expect.poll(() => onScreen('echo 33332')).toBe(true);
  expect(document.querySelectorAll('.ph-feed *').length).toBeLessThanOrEqual(400);
  expect(row('echo 33332')).toHaveAttribute('aria-posinset', '33334');
  expect(row('echo 33332')).toHaveAttribute('aria-setsize', '33334');
  store.select(store.getState().model.events[50_002]?.id);
  await expect.poll(() => onScreen('echo 16667')).toBe(true);
  expect(document.querySelectorAll('.ph-feed *').length).toBeLessThanOrEqual(400);
}, 60_000);

test('keeps the row that was gone to in sight where rows before it get their height late', async () => {
  const store = await openReplay(commands(400));
  await show(store);
  await expect.poll(() => onScreen('echo 399')).toBe(true);
  store.select(store.getState().model.events.find(({ id }) => id === 'r601')?.id);
  await expect.poll(() => onScreen('echo 200')).toBe(true);
  const gone = performance.now();
  await expect.poll(() => performance.now() - gone).toBeGreaterThan(300); // by then the list takes rows for measured
  const { scrollHeight } = scroller();
  const late = document.createElement('style');
  late.textContent = 'article { padding-block-end: 90px !important; }';
  onTestFinished(() => late.remove());
  document.head.append(late);
  await expect.poll(() => scroller().scrollHeight).toBeGreaterThan(scrollHeight + 500); // the rows have made room for each other
  await expect.poll(() => row('echo 200')?.getBoundingClientRect().bottom).toBeLessThanOrEqual(scroller().getBoundingClientRect().bottom + 1);
});

test('moves by rows and pages with the focus, and opens a row by Enter', async () => {
  const store = await openReplay(commands(200));
  store.select(store.getState().model.events[1]?.id);
  await show(store);
  await expect.poll(() => onScreen('echo 0')).toBe(true);
  await expect.poll(() => document.querySelector('[data-waiting]')).toBeNull();
  row('echo 0')?.focus();
  await userEvent.keyboard('{ArrowDown}');
  await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toContain('echo 1,');
  expect(row('echo 1,')).toHaveAttribute('aria-current', 'true');
  expect(row('echo 1,')).toHaveAttribute('data-open');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => row('echo 1,')?.hasAttribute('data-open')).toBe(false);
  await userEvent.keyboard('{PageDown}{PageDown}');
  await expect.poll(() => Number(document.activeElement?.getAttribute('aria-posinset'))).toBeGreaterThan(20);
  await userEvent.keyboard('{PageUp}{PageUp}');
  await expect.poll(() => document.activeElement?.getAttribute('aria-label')).toContain('echo 1,');
});

test('stays at the end of a running session, lets go when scrolled away, and comes back', async () => {
  const { store, append } = liveSession(commands(300), 120);
  await show(store);
  await expect.poll(() => onScreen('echo 39')).toBe(true);
  append(30);
  await expect.poll(() => onScreen('echo 49')).toBe(true);
  expect(store.getState().follow).toBe('following');

  await userEvent.wheel(page.getByRole('feed'), { direction: 'up' });
  await expect.poll(() => store.getState().follow).toBe('detached');
  const before = scroller().scrollTop;
  append(30);
  await expect.element(page.getByRole('button', { name: /Jump to live.*30 new/ })).toBeVisible();
  expect(scroller().scrollTop).toBe(before);

  await page.getByRole('button', { name: /Jump to live/ }).click();
  await expect.poll(() => onScreen('echo 59') && atEnd()).toBe(true);
  expect(store.getState().follow).toBe('following');
});

test('stays at the end of a running session when its box becomes smaller', async () => {
  const { store } = liveSession(commands(100), 301);
  const box = (width: number, height: number) => <ReplayRoot store={store} style={{ width, height }}><Events style={{ height }} /></ReplayRoot>;
  const { rerender } = await render(box(560, 600));
  await expect.poll(() => onScreen('echo 99') && atEnd()).toBe(true);
  for (let frame = 0; frame < 30; frame++) await new Promise(requestAnimationFrame); // a list that was just moved goes on for some frames by itself
  await rerender(box(560, 300));
  await expect.poll(() => scroller().clientHeight).toBe(300);
  await expect.poll(() => onScreen('echo 99') && atEnd()).toBe(true);
  store.select(store.getState().model.events[1]?.id);
  await expect.poll(() => onScreen('echo 0')).toBe(true);
  await rerender(box(560, 200));
  await expect.poll(() => scroller().clientHeight).toBe(200);
  expect(onScreen('echo 0')).toBe(true);
}, 60_000);

test('keeps what is looked at in its place while other events arrive', async () => {
  const { store, append } = liveSession(commands(300), 300);
  await show(store);
  await expect.poll(() => onScreen('echo 99')).toBe(true);
  store.select(store.getState().model.events[100]?.id);
  await expect.poll(() => onScreen('echo 33')).toBe(true);
  await expect.poll(() => row('echo 33')?.getAttribute('aria-current')).toBe('true');
  const before = await settledTop('echo 33');
  for (let batch = 0; batch < 5; batch++) append(30);
  await expect.poll(() => store.getState().model.events.length).toBe(450);
  expect(await settledTop('echo 33')).toBe(before);
});

/** Where a row stands once the rows around it are measured: when it has not moved for twenty frames. */
async function settledTop(name: string): Promise<number | undefined> {
  let top: number | undefined;
  for (let still = 0; still < 20; still += 1) {
    await new Promise((resolve) => { requestAnimationFrame(resolve); });
    const now = row(name)?.getBoundingClientRect().top;
    if (now !== top) still = 0;
    top = now;
  }
  return top;
}

test('shows the event that the pointer is on elsewhere, and tells which row it is on', async () => {
  const store = await openReplay(commands(5));
  await show(store);
  await expect.poll(() => onScreen('echo 3')).toBe(true);
  store.highlight(store.getState().model.events.find(({ record }) => record.call === 'c3' && record.type === 'terminal_output')?.id);
  await expect.poll(() => row('echo 3')?.hasAttribute('data-highlight')).toBe(true);
  await userEvent.hover(page.getByRole('article', { name: /echo 1,/ }));
  expect(store.getState().highlightedId).toBe(row('echo 1,')?.dataset['event']);
  expect(row('echo 3')).not.toHaveAttribute('data-highlight');
});

/** Puts what a server draws of a list with many messages on the page, at one of them. @returns Lets the page take it over. */
async function serverList(at: number): Promise<() => void> {
  const store = await openReplay(Array.from({ length: 400 }, (_, index): Line => ({ type: 'assistant_text', data: { text: `Message ${index}. ${'It is compared in seconds. '.repeat(index % 5)}` } })));
  store.select(store.getState().model.events[at]?.id);
  const element = <ReplayRoot store={store} style={{ width: 560, height: 600 }}><Events style={{ height: 600 }} /></ReplayRoot>;
  const container = document.createElement('div');
  container.append(document.createRange().createContextualFragment(renderToString(element)));
  document.body.append(container);
  onTestFinished(() => container.remove());
  return () => {
    const root = hydrateRoot(container, element);
    onTestFinished(() => root.unmount());
  };
}

/** Where the rows on the screen stand that can be seen, by their place in the list. */
const places = (): ReadonlyMap<string, number> => new Map([...document.querySelectorAll('article')].filter((article) => {
  const [at, within] = [article.getBoundingClientRect(), scroller().getBoundingClientRect()];
  return at.bottom > within.top + 4 && at.top < within.bottom && article.checkVisibility({ visibilityProperty: true });
}).map((article) => [article.getAttribute('aria-posinset') ?? '', Math.round(article.getBoundingClientRect().top)]));

/** What is seen of something, frame by frame, until the whole list is there and stands still. */
async function everyFrame<Seen>(look: () => Seen): Promise<readonly Seen[]> {
  const seen = [look()];
  for (let still = 0; still < 20; still += 1) {
    await new Promise((resolve) => { requestAnimationFrame(resolve); });
    seen.push(look());
    if (document.querySelector('.ph-feed__rows [style*="position: absolute"]') === null) still = 0;
  }
  return seen;
}

test.for([3, 200, 388, 400])('moves and hides nothing that a server drew when the page takes it over, at event %i of 400', async (at) => {
  const takeOver = await serverList(at);
  const before = [...places()];
  expect(before.map(([place]) => place)).toContain(String(at + 1));
  takeOver();
  for (const frame of await everyFrame(places)) expect(before.map(([place]) => [place, frame.get(place)])).toEqual(before);
  expect(document.querySelector('[aria-current=true]')).toHaveAttribute('aria-posinset', String(at + 1));
});

test('shows the row at the playhead where another list takes the place of the first rows', async () => {
  const store = await openReplay(commands(60));
  for (const [at, height] of [[20, 600], [20, 150], [120, 600], [120, 150], [170, 600], [170, 150]] as const) {
    store.select(store.getState().model.events[at]?.id);
    const view = await render(<ReplayRoot store={store} style={{ width: 560, height }}><Events style={{ height }} /></ReplayRoot>);
    await everyFrame(places);
    expect([...places().keys()]).toContain(document.querySelector('[aria-current=true]')?.getAttribute('aria-posinset'));
    await view.unmount();
  }
});

test('shows the row at the playhead when a list that was hidden comes into view', async () => {
  const store = await openReplay(commands(200));
  store.select(store.getState().model.events[300]?.id);
  const element = (display: 'none' | 'block') => <div style={{ display }}><ReplayRoot store={store} style={{ width: 560, height: 600 }}><Events style={{ height: 600 }} /></ReplayRoot></div>;
  const view = await render(element('none'));
  await everyFrame(() => undefined);
  await view.rerender(element('block'));
  await expect.poll(() => [...places().keys()]).toContain(document.querySelector('[aria-current=true]')?.getAttribute('aria-posinset'));
});

test('leaves the focus where it is and the page where the user scrolled to before the list was there', async () => {
  const takeOver = await serverList(200);
  scroller().scrollTop = 70;
  const before = [...places()];
  const target = document.querySelectorAll<HTMLElement>('article')[5];
  target?.focus({ preventScroll: true });
  takeOver();
  const seen = await everyFrame(() => ({ focus: document.activeElement?.getAttribute('aria-posinset'), rows: places() }));
  for (const { focus, rows } of seen) {
    expect(focus).toBe('202');
    expect(before.map(([place]) => [place, rows.get(place)])).toEqual(before);
  }
  expect(document.activeElement).not.toBe(target); // it was drawn anew
});
