import type { ReplayStore } from '@playhead/replay-core';
import { beforeEach, expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { page, userEvent } from 'vitest/browser';
import '../styles.css';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { openReplay, type Line } from '../testing/build-session.ts';
import { Timeline } from './Timeline.tsx';
import { useVisibleRange, type VisibleRangeStore } from './visible-range.ts';

const lines: readonly Line[] = [
  { type: 'chapter', data: { title: 'Explore' } },
  { type: 'prompt', data: { text: 'Get the suite green', origin: 'human' }, seconds: 20 },
  { type: 'chapter', data: { title: 'Tests' }, seconds: 40 },
  { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c1', seconds: 50 },
  { type: 'terminal_output', data: { text: 'one\n\u001b[31mtwo failed\u001b[0m\nthree\nfour\n', exitCode: 1 }, call: 'c1', seconds: 50 },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c1', seconds: 50 },
  { type: 'session_checkpoint', data: { label: 'cp-1' }, seconds: 75 },
  { type: 'assistant_text', data: { text: 'Done.' }, seconds: 100 },
];

const WIDTH = 1000;
let visible: VisibleRangeStore | undefined;

function Probe() {
  const store = useVisibleRange();
  return <button type="button" onClick={() => { visible = store; }}>probe</button>;
}

async function show(width = WIDTH): Promise<ReplayStore> {
  const store = await openReplay(lines);
  store.setIdle('wall');
  store.seek(0);
  // The padding of a timeline is 16 px on both sides, 12 px where it is compact.
  await render(<ReplayRoot store={store} style={{ inlineSize: width + (width < 568 ? 24 : 32) }}><Timeline /><div style={{ blockSize: 200 }}><Probe /></div></ReplayRoot>);
  await expect.poll(() => document.querySelector('.ph-tl__box')?.getAttribute('data-measured')).toBe('true');
  return store;
}

function track(): HTMLElement {
  const found = document.querySelector<HTMLElement>('.ph-tl__track');
  if (!found) throw new Error('There is no slider');
  return found;
}

/** A pointer at a place of the timeline: px from its left, px from the top of the bars. */
function pointer(type: string, x: number, y = 20, more: PointerEventInit = {}): void {
  const { left, top } = track().getBoundingClientRect();
  track().dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, button: 0, pointerId: 1, pointerType: 'mouse', clientX: left + x, clientY: top + 38 + y, ...more }));
}

beforeEach(() => page.viewport(1200, 600));

test('goes to the nearest event on a click', async () => {
  const store = await show();
  await userEvent.click(track(), { position: { x: 210, y: 60 } });
  expect(store.getState().selectedId).toBe('r2');
  await userEvent.click(track(), { position: { x: 751, y: 60 } });
  expect(store.getState().selectedId).toBe('r7');
  const playhead = document.querySelector('.ph-tl__now');
  await expect.poll(() => Math.round((playhead?.getBoundingClientRect().left ?? 0) + 5 - track().getBoundingClientRect().left)).toBe(750);
});

test('goes to a chapter on a click on its title, and to a marker on a click on it', async () => {
  const store = await show();
  await userEvent.click(track(), { position: { x: 460, y: 10 } });
  expect(store.getState().selectedId).toBe('r3');
  await userEvent.click(track(), { position: { x: 746, y: 38 + 44 + 9 } });
  expect(store.getState().selectedId).toBe('r7');
});

test('narrows all views to what a drag covers, by mouse and by touch, and clears it by a double click', async () => {
  const store = await show();
  for (const pointerType of ['mouse', 'touch']) {
    store.setRange(undefined);
    pointer('pointerdown', 600, 20, { pointerType });
    pointer('pointermove', 400, 20, { pointerType });
    expect(store.getState().range).toBeUndefined();
    await expect.poll(() => document.querySelector('.rng')?.getAttribute('width')).toBe('200');
    pointer('pointerup', 300, 20, { pointerType });
    const { timeMap, range } = store.getState();
    expect(range && [timeMap.toVirtual(range.from), timeMap.toVirtual(range.to)]).toEqual([30_000, 60_000]);
  }
  expect(store.getState().selectedId).toBeUndefined();
  await expect.element(page.getByRole('slider', { name: 'Range start' })).toBeVisible();
  await userEvent.dblClick(track(), { position: { x: 900, y: 60 } });
  expect(store.getState().range).toBeUndefined();
});

test('keeps a drag that came before its code was loaded', async () => {
  const store = await openReplay(lines);
  store.setIdle('wall');
  const { container } = await render(<ReplayRoot store={store} style={{ inlineSize: WIDTH + 32 }}><Timeline /></ReplayRoot>);
  pointer('pointerdown', 600);
  pointer('pointermove', 400);
  pointer('pointerup', 300);
  await expect.poll(() => store.getState().range).toBeDefined();
  await expect.poll(() => container.querySelectorAll('.ph-tl__handle').length).toBe(2);
});

test('takes a move of less than 4 px for a click', async () => {
  const store = await show();
  pointer('pointerdown', 500);
  pointer('pointermove', 503);
  pointer('pointerup', 503);
  await expect.poll(() => store.getState().selectedId).toBe('r5');
  expect(store.getState().range).toBeUndefined();
});

test('moves the end of a range by dragging its handle', async () => {
  const store = await show();
  const { timeMap } = store.getState();
  store.setRange({ from: timeMap.toWall(20_000), to: timeMap.toWall(60_000) });
  const handle = page.getByRole('slider', { name: 'Range end' });
  await expect.element(handle).toBeVisible();
  const box = handle.element().getBoundingClientRect();
  expect(Math.round(box.left + 12 - track().getBoundingClientRect().left)).toBe(600);
  expect(Math.min(box.width, box.height)).toBeGreaterThanOrEqual(24);
  await userEvent.dragAndDrop(handle, track(), { targetPosition: { x: 800, y: 60 } });
  const { range } = store.getState();
  expect(range && Math.round(timeMap.toVirtual(range.to) / 1000)).toBe(80);
  expect(range && Math.round(timeMap.toVirtual(range.from) / 1000)).toBe(20);
});

test('tells of the event under the pointer on a card inside the root, and links it to the list', async () => {
  const store = await show();
  await userEvent.hover(track(), { position: { x: 500, y: 60 } });
  const card = page.getByRole('tooltip');
  await expect.element(card).toHaveTextContent('Bash npm test');
  await expect.element(card).toHaveTextContent('Failed');
  await expect.element(card).toHaveTextContent('Click to jump');
  expect(document.querySelector('[role=tooltip] pre')?.textContent).toBe('two failed\nthree\nfour');
  expect(store.getState().highlightedId).toBe('r5');
  const root = document.querySelector('[data-ph]')?.getBoundingClientRect();
  const timeline = document.querySelector('.ph-tl__box')?.getBoundingClientRect();
  for (const x of [0, 999, 400]) {
    pointer('pointermove', x);
    await expect.poll(() => document.querySelector('[role=tooltip]')?.textContent).toBeTruthy();
    const box = document.querySelector('[role=tooltip]')?.getBoundingClientRect();
    expect(box?.left).toBeGreaterThanOrEqual(root?.left ?? 0);
    expect(box?.right).toBeLessThanOrEqual(root?.right ?? 0);
    expect((box?.top ?? 0) - (timeline?.bottom ?? 0)).toBe(4);
    expect(box?.width).toBe(304);
  }
  await userEvent.hover(page.getByText('probe'));
  await expect.poll(() => document.querySelector('[role=tooltip]')).toBeNull();
  expect(store.getState().highlightedId).toBeUndefined();
});

test('draws a line, without a card, at the event that the pointer is on in the list', async () => {
  const store = await show();
  store.highlight('r2');
  await expect.poll(() => document.querySelector('.hov')?.getAttribute('d')).toBe('M201.5 0V44');
  expect(document.querySelector('[role=tooltip]')).toBeNull();
});

test('shows no card for touch', async () => {
  const store = await show();
  pointer('pointermove', 500, 20, { pointerType: 'touch' });
  expect(store.getState().highlightedId).toBeUndefined();
  expect(document.querySelector('[role=tooltip]')).toBeNull();
});

test('zooms with Ctrl and wheel around the pointer, pans with Shift and wheel, and shows everything again by a double click', async () => {
  await show();
  const texts = (): string[] => [...document.querySelectorAll('[data-part=timeline-ruler] text')].map((text) => text.textContent ?? '');
  const wheel = (init: WheelEventInit): boolean => track().dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, clientX: track().getBoundingClientRect().left + 500, ...init }));
  expect(texts().at(-1)).toBe('01:40');
  expect(wheel({ deltaY: -400 })).toBe(true);
  expect(wheel({ deltaY: -400, ctrlKey: true })).toBe(false);
  await expect.poll(() => texts().at(-1)).toBe('01:00');
  wheel({ deltaY: 1000, shiftKey: true });
  await expect.poll(() => texts().at(-1)).toBe('01:20');
  pointer('dblclick', 10);
  track().dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
  await expect.poll(() => texts().at(-1)).toBe('01:40');
});

test('zooms with two fingers', async () => {
  const store = await show();
  pointer('pointerdown', 400, 20, { pointerType: 'touch', pointerId: 1 });
  pointer('pointerdown', 600, 20, { pointerType: 'touch', pointerId: 2 });
  pointer('pointermove', 800, 20, { pointerType: 'touch', pointerId: 2 });
  await expect.poll(() => document.querySelector('.ph-tl')?.getAttribute('data-zoomed')).toBe('true');
  pointer('pointerup', 800, 20, { pointerType: 'touch', pointerId: 2 });
  pointer('pointerup', 400, 20, { pointerType: 'touch', pointerId: 1 });
  expect(store.getState().range).toBeUndefined();
  expect(store.getState().selectedId).toBeUndefined();
});

test('drags the playhead by its cap', async () => {
  const store = await show();
  store.seek(50_000);
  pointer('pointerdown', 500, 0);
  pointer('pointermove', 620, 0);
  pointer('pointerup', 620, 0);
  await expect.poll(() => store.clock.now()).toBe(62_000);
  expect(store.getState().range).toBeUndefined();
});

test('underlines what the list shows', async () => {
  await show();
  await userEvent.click(page.getByText('probe'));
  visible?.set({ from: 2, to: 4 });
  const line = document.querySelector('.view');
  expect([line?.getAttribute('x'), line?.getAttribute('width')]).toEqual(['200', '300']);
});

test('is lower and has no chapters in a narrow root', async () => {
  await show(396);
  expect(document.querySelector('.ph-tl__box')?.getBoundingClientRect().height).toBe(12 + 36 + 17 + 21);
  await expect.element(page.getByText('Explore')).not.toBeVisible();
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(1200);
});

test('moves the playhead between two events by nothing but its place', async () => {
  const store = await show();
  const left = (): string | undefined => document.querySelector<HTMLElement>('.ph-tl__now')?.style.transform;
  store.seek(21_000);
  await expect.poll(left).toBe('translateX(210px)');
  const changed = new Set<string | null>();
  const observer = new MutationObserver((mutations) => { for (const { attributeName } of mutations) changed.add(attributeName); });
  observer.observe(document.querySelector('.ph-tl') ?? document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  store.seek(30_000);
  store.seek(39_000);
  await expect.poll(left).toBe('translateX(390px)');
  observer.disconnect();
  expect([...changed].sort()).toEqual(['aria-valuenow', 'style', 'width']);
});
