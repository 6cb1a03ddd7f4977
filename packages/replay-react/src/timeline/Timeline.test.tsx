import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderToString } from 'react-dom/server';
import type { Annotation } from '@playhead/protocol';
import { createReplay } from '@playhead/replay-core';
import { expect, test, vi } from 'vitest';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { buildRecords, openReplay, type Line } from '../testing/build-session.ts';
import { Timeline } from './Timeline.tsx';
import { TimelineDensity } from './TimelineDensity.tsx';

vi.setConfig({ testTimeout: 60_000 });

/** For what is loaded when it is first needed. */
const PATIENT = { timeout: 30_000 };

const lines: readonly Line[] = [
  { type: 'chapter', data: { title: 'Explore the codebase' } },
  { type: 'prompt', data: { text: 'Get the suite green', origin: 'human' }, seconds: 20 },
  { type: 'chapter', data: { title: 'Tests and fixes' }, seconds: 40 },
  { type: 'terminal_command', data: { command: 'npm test', tool: 'Bash' }, call: 'c1', seconds: 41 },
  { type: 'terminal_output', data: { text: '2 failed', exitCode: 1 }, call: 'c1', seconds: 42 },
  { type: 'tool_result', data: { status: 'failed' }, call: 'c1', seconds: 43 },
  { type: 'assistant_text', data: { text: 'I see.' }, seconds: 60 },
];

async function show(shown: readonly Line[] = lines) {
  const store = await openReplay(shown);
  act(() => store.setIdle('wall'));
  const view = render(<ReplayRoot store={store}><Timeline /></ReplayRoot>);
  return { store, view, user: userEvent.setup(), slider: screen.getByRole('slider', { name: 'Session timeline' }) };
}

test('says time, step, name and end of the event at the playhead', async () => {
  const { store, slider } = await show();
  act(() => store.select('r4'));
  expect(slider).toHaveAttribute('aria-valuetext', '00:41, step 5 of 8, Bash: npm test, failed');
  expect(slider).toHaveAttribute('aria-valuenow', '41000');
  expect(slider).toHaveAttribute('aria-valuemax', '60000');
  act(() => store.select('r5'));
  expect(slider).toHaveAttribute('aria-valuetext', '00:42, step 6 of 8, Bash: npm test, failed');
  act(() => store.seek(20_000));
  expect(slider).toHaveAttribute('aria-valuetext', '00:20, step 3 of 8, Prompt: Get the suite green');
});

test('goes by keys: an event, ten events, the start, the end', async () => {
  const { store, slider, user } = await show();
  act(() => store.seek(0));
  slider.focus();
  await user.keyboard('{ArrowRight}{ArrowUp}{ArrowLeft}');
  expect(store.getState().currentIndex).toBe(1);
  await user.keyboard('{PageUp}');
  expect(store.getState().currentIndex).toBe(7);
  await user.keyboard('{Home}');
  expect(store.getState().currentIndex).toBe(0);
  await user.keyboard('{End}');
  expect(store.getState().currentIndex).toBe(7);
});

test('marks the chapter at the playhead', async () => {
  const { store, view } = await show();
  const current = (): string | null | undefined => view.container.querySelector('[aria-current=true]')?.textContent;
  act(() => store.select('r2'));
  expect(current()).toBe('1Explore the codebase');
  act(() => store.select('r4'));
  expect(current()).toBe('2Tests and fixes');
});

test('has a slider for each end of a range, moved by keys, and Escape clears it', async () => {
  const { store, slider, user } = await show();
  const { from, to } = { from: store.getState().timeMap.toWall(10_000), to: store.getState().timeMap.toWall(30_000) };
  act(() => store.setRange({ from, to }));
  const start = await screen.findByRole('slider', { name: 'Range start' }, PATIENT);
  expect(start).toHaveAttribute('aria-valuetext', '00:10');
  start.focus();
  await user.keyboard('{ArrowRight}{ArrowRight}{ArrowLeft}');
  expect(store.getState().range).toEqual({ from: from + 1_000_000, to });
  expect(store.getState().currentIndex).not.toBe(1);
  screen.getByRole('slider', { name: 'Range end' }).focus();
  await user.keyboard('{Home}');
  expect(screen.getByRole('slider', { name: 'Range end' })).toHaveAttribute('aria-valuetext', '00:00');
  act(() => slider.focus());
  await user.keyboard('{Escape}');
  await waitFor(() => expect(store.getState().range).toBeUndefined());
  expect(screen.queryByRole('slider', { name: 'Range start' })).toBeNull();
});

test('draws the same few nodes for ten thousand events, chapters and markers', async () => {
  const many: Line[] = Array.from({ length: 10_000 }, (_, index) => (index % 3 === 0
    ? { type: 'chapter', data: { title: `Chapter ${index}` } }
    : index % 3 === 1 ? { type: 'session_checkpoint', data: { label: `cp ${index}` } } : { type: 'tool_call', data: { name: 'Read', kind: 'read', title: 'a.ts' }, agent: `a${index % 50}` }));
  const { store, view } = await show(many);
  act(() => {
    store.setQuery('chapter');
    store.setRange({ from: store.getState().timeMap.toWall(1000), to: store.getState().timeMap.toWall(900_000) });
  });
  expect(view.container.querySelectorAll('.ph-tl, .ph-tl *').length).toBeLessThanOrEqual(150);
}, 30_000);

test('ends with "now" while the session goes on, and with its length when it is over', async () => {
  await show();
  expect(screen.getByText('01:00')).toBeInTheDocument();
  expect(screen.queryByText('now')).toBeNull();
  const store = createReplay({ async *open(signal) { yield { records: buildRecords(lines), upToDate: true }; await new Promise<void>((done) => { signal.addEventListener('abort', () => done()); }); } });
  render(<ReplayRoot store={store}><Timeline /></ReplayRoot>);
  expect(await screen.findByText('now')).toBeInTheDocument();
  store.close();
});

test('draws only the layers it is given, and hands style and ref to its outermost element', async () => {
  const store = await openReplay(lines);
  let element: HTMLElement | null = null;
  const { container } = render(<ReplayRoot store={store}><Timeline ref={(node) => { element = node; }} className="mine" style={{ opacity: 0.5 }}><TimelineDensity /></Timeline></ReplayRoot>);
  expect(element).toBe(container.querySelector('[data-part=timeline]'));
  expect(element).toHaveClass('ph-tl', 'mine');
  expect(element).toHaveStyle({ opacity: '0.5' });
  expect([...container.querySelectorAll('svg[data-part]')].map((svg) => svg.getAttribute('data-part'))).toEqual(['timeline-density']);
});

test('says which wrapper is missing around a layer', async () => {
  const store = await openReplay(lines);
  expect(() => renderToString(<ReplayRoot store={store}><TimelineDensity /></ReplayRoot>)).toThrow(/Put <Timeline> around it/);
});

test('speaks the words of the host and renders on a server', async () => {
  const store = await openReplay(lines);
  const html = renderToString(<ReplayRoot store={store} messages={{ timeline: { label: 'Zeitachse', rangeStart: 'Anfang' } }}><Timeline /></ReplayRoot>);
  expect(html).toContain('aria-label="Zeitachse"');
  expect(html).toContain('Explore the codebase');
});

test('shows markup in a chapter as text', async () => {
  const { view } = await show([{ type: 'chapter', data: { title: '<img src=x onerror=alert(1)>\u202e' } }, ...lines.slice(1)]);
  expect(view.container.querySelector('img')).toBeNull();
  expect(within(view.container).getByText(/<img src=x/)).toHaveTextContent('U+202E');
});

test('marks what notes beside the recording are about, events and stretches of time, until they are resolved', async () => {
  const store = await openReplay(lines);
  act(() => store.setIdle('wall'));
  const [, , , command] = store.getState().model.events;
  const at = command?.record.at ?? 0;
  const said = (number: number, type: string, data: Annotation['data']): Annotation => ({ id: `a${number}`, at: number, author: 'ada', type, data });
  const notes = [said(1, 'note', { text: 'Why?', anchor: { on: 'event', eventId: 'r1', at } }), said(2, 'note', { text: 'Slow', anchor: { on: 'range', at, until: at + 20_000_000 } })];
  const draw = (annotations: readonly Annotation[]) => <ReplayRoot store={store} annotations={annotations}><Timeline /></ReplayRoot>;
  const { container, rerender } = render(draw(notes));
  await waitFor(() => expect(container.querySelector('.m-note')?.getAttribute('d')?.match(/M/g)).toHaveLength(2), PATIENT);
  expect(container.querySelector('.m-span')?.getAttribute('d')?.match(/^M[\d.]+ \d+H[\d.]+$/)).not.toBeNull();
  rerender(draw([...notes, said(3, 'note_resolve', { note: 'a2', resolved: true })]));
  await waitFor(() => expect(container.querySelector('.m-span')).toBeNull(), PATIENT);
  expect(container.querySelector('.m-note')?.getAttribute('d')?.match(/M/g)).toHaveLength(1);
});

test('Enter begins a range at the playhead, whose ends are moved by keys', async () => {
  const { store, user, slider } = await show();
  act(() => store.select('r2'));
  slider.focus();
  await user.keyboard('{Enter}');
  const events = store.getState().model.events;
  expect(store.getState().range?.from).toBe(events[2]?.record.at);
  const end = await screen.findByRole('slider', { name: 'Range end' }, PATIENT);
  expect(end).toHaveAttribute('aria-valuetext', '00:50');
  end.focus();
  await user.keyboard('{ArrowLeft}');
  expect(end).toHaveAttribute('aria-valuetext', '00:49');
});
