import { SessionReplay, type SessionReplayProps } from '@playhead/replay-react';
import type { ReplayStore } from '@playhead/replay-core';
import { PlayheadError } from '@playhead/protocol';
import type { ReactElement } from 'react';
import { expect, waitFor, within } from 'storybook/test';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';

type Context = Parameters<typeof replayOf>[0];

/** A replay in a box of a width, as a page would place it. */
function box(width: number | string, props: Partial<SessionReplayProps> = {}) {
  return function Box(args: Partial<SessionReplayProps>, context: Context): ReactElement {
    return <div style={{ inlineSize: width, maxInlineSize: '100%', blockSize: 900 }}><SessionReplay {...args} {...replayOf(context).props} {...props} /></div>;
  };
}

const meta = preview.meta({
  title: 'SessionReplay', component: SessionReplay, render: box('100%'), parameters: { replay: { root: false } },
  argTypes: { layout: { control: 'inline-radio', options: ['auto', 'columns', 'stacked', 'compact'] } },
});

function atFirstError(store: ReplayStore): void {
  store.select(store.getState().model.errorIds[0]);
}

function withRange(store: ReplayStore): void {
  const { timeMap } = store.getState();
  store.setRange({ from: timeMap.toWall(timeMap.durationMs * 0.35), to: timeMap.toWall(timeMap.durationMs * 0.7) });
  store.seek(timeMap.durationMs * 0.5);
}

const REVIEW_ID = '01937d1e-0000-7000-8000-00000000000';
/** A session under review: notes on a turn and on an event, a tag, a flag and a verdict. */
const reviewed = (tab: 'notes' | 'review' | 'stats'): Partial<SessionReplayProps> => ({
  defaultTab: tab, author: 'Maya Chen',
  defaultAnnotations: [
    { id: `${REVIEW_ID}1`, at: 1_763_690_000_000_000, author: 'Priya Nair', type: 'note', data: { text: 'Where is the absolute lifetime checked?', anchor: { on: 'session' } } },
    { id: `${REVIEW_ID}2`, at: 1_763_690_060_000_000, author: 'Claude Code', by: 'agent', type: 'note', data: { text: 'In `rotate`, line 41.', replyTo: `${REVIEW_ID}1` } },
    { id: `${REVIEW_ID}3`, at: 1_763_690_120_000_000, author: 'Maya Chen', type: 'tag', data: { tag: 'auth', set: true } },
    { id: `${REVIEW_ID}4`, at: 1_763_690_180_000_000, author: 'Maya Chen', type: 'flag', data: { set: true } },
    { id: `${REVIEW_ID}5`, at: 1_763_690_240_000_000, author: 'Priya Nair', type: 'verdict', data: { verdict: 'changes-requested', text: 'Two tests fail.' } },
  ],
});
const inReview = { replay: { root: false, prepare: atFirstError } };

export const ReviewNotes = meta.story({ args: reviewed('notes'), parameters: inReview });

export const ReviewQueue = meta.story({ args: reviewed('review'), parameters: inReview });

export const Statistics = meta.story({ args: reviewed('stats'), parameters: inReview });

export const AtFailingTest = meta.story({ parameters: { replay: { root: false, prepare: atFirstError } } });

export const NarrowedToRange = meta.story({ parameters: { replay: { root: false, prepare: withRange } } });

export const Searching = meta.story({ parameters: { replay: { root: false, prepare: (store: ReplayStore) => store.setQuery('token') } } });

export const Live = meta.story({ parameters: { replay: { root: false, live: true } } });

export const LiveDetached = meta.story({ render: box(760), args: { defaultTab: 'diff' }, parameters: { replay: { root: false, live: true, at: 180 } } });

export const Processing = meta.story({ parameters: { replay: { root: false, recording: 'processing' } } });

export const Failed = meta.story({ parameters: { replay: { root: false, recording: 'failed' } } });

export const WithDenials = meta.story({ parameters: { replay: { root: false, recording: 'denied' } } });

export const Redacted = meta.story({ parameters: { replay: { root: false, recording: 'redacted' } } });

export const Hostile = meta.story({ parameters: { replay: { root: false, recording: 'hostile' } } });

export const Huge = meta.story({ parameters: { replay: { root: false, recording: 'huge' } } });

export const ManyEvents = meta.story({ parameters: { replay: { root: false, recording: '100k', at: 50_000 } } });

/** What is left of a session that its user made private. */
export const MadePrivate = meta.story({ parameters: { replay: { root: false, recording: 'dropped' } } });

export const Empty = meta.story({ parameters: { replay: { root: false, recording: 'empty' } } });

export const Loading = meta.story({ parameters: { replay: { root: false, recording: 'loading' } } });

export const LoadingTheRest = meta.story({ parameters: { replay: { root: false, recording: 'slow' } } });

export const Unreachable = meta.story({ render: box('100%', { onReopen: () => undefined }), parameters: { replay: { root: false, recording: 'unreachable' } } });

export const HalfLoaded = meta.story({ render: box('100%', { onReopen: () => undefined }), parameters: { replay: { root: false, recording: 'broken' } } });

HalfLoaded.test('stands at the first event of what there is', async ({ canvasElement }) => {
  await expect(within(canvasElement).getByText(/^Event 1 of \d+$/)).toBeVisible();
});

const refusal = (): Promise<never> => Promise.reject(new PlayheadError('forbidden', 'This token may not read the session.'));
const forbidden = { open: () => ({ [Symbol.asyncIterator]: () => ({ next: refusal }) }) };

export const Denied = meta.story({ render: (args) => <div style={{ blockSize: 900 }}><SessionReplay {...args} source={forbidden} /></div> });

export const Medium = meta.story({ render: box(760), args: { defaultTab: 'diff' }, parameters: { replay: { root: false, at: 227 } } });

export const Compact = meta.story({ render: box(420), parameters: { replay: { root: false, prepare: atFirstError } } });

export const Narrow = meta.story({ render: box(320), parameters: { replay: { root: false, prepare: atFirstError } } });

export const StackedOnRequest = meta.story({ args: { layout: 'stacked' } });

export const CompactOnRequest = meta.story({ args: { layout: 'compact' } });

export const RightToLeft = meta.story({ parameters: { replay: { root: false, recording: 'rtl' } }, globals: { direction: 'rtl' } });

export const Dense = meta.story({ globals: { density: 'compact' } });

export const ForcedColours = meta.story({ tags: ['forced-colors'], parameters: { replay: { root: false, prepare: atFirstError } } });

export const ReducedMotion = meta.story({ tags: ['reduced-motion'], globals: { motion: 'reduced' } });

const slots = {
  headerActions: () => <button type="button" className="ph-btn ph-btn--line">Share</button>,
  inspector: () => <div style={{ padding: 16 }}>An inspector of the host</div>,
};

export const OwnParts = meta.story({ args: { slots } });

const root = (canvasElement: HTMLElement): HTMLElement => {
  const found = canvasElement.querySelector<HTMLElement>('[data-ph]');
  if (!found) throw new Error('There is no replay.');
  return found;
};

AtFailingTest.test('finds the failing test, its terminal and its diff, and copies a link, in few keys', async (context) => {
  const { canvas, canvasElement, userEvent } = context;
  const { store } = replayOf(context);
  store.seek(0);
  root(canvasElement).focus();
  await userEvent.keyboard('n12y');
  await waitFor(() => expect(canvas.getByRole('tab', { name: /^Diff/, selected: true })).toBeVisible());
  const { model, currentIndex } = store.getState();
  await expect(model.events[currentIndex]?.severity).toBe('error');
  await waitFor(() => expect(canvasElement.querySelector('.ph-hidden[role=status]')).toHaveTextContent(/link/i));
});

Medium.test('opens the outline over the events and gives the focus back', async ({ canvas, userEvent }) => {
  const button = canvas.getByRole('button', { name: 'Open outline' });
  await userEvent.click(button);
  const outline = canvas.getByRole('region', { name: 'Outline' });
  await expect(within(outline).getByRole('tree')).toBeVisible();
  await waitFor(() => expect(outline.contains(document.activeElement)).toBe(true));
  await userEvent.keyboard('{Escape}');
  await expect(outline).not.toBeVisible();
  await expect(button).toHaveFocus();
});

Compact.test('shows one pane at a time, and search by its key', async ({ canvas, canvasElement, userEvent }) => {
  await userEvent.click(canvas.getByRole('tab', { name: 'Outline' }));
  await expect(canvas.getByRole('tree')).toBeVisible();
  await expect(canvas.queryByRole('feed')).toBeNull();
  root(canvasElement).focus();
  await userEvent.keyboard('/');
  await waitFor(() => expect(canvas.getByRole('searchbox', { name: 'Search events' })).toHaveFocus());
  await waitFor(() => expect(canvas.getByRole('feed')).toBeVisible(), { timeout: 30_000 });
});

LiveDetached.test('keeps where it stands while events arrive, and goes live when asked', async (context) => {
  const { canvas, userEvent } = context;
  const { store, append } = replayOf(context);
  const before = store.getState().currentIndex;
  append(5);
  await waitFor(() => expect(store.getState().unseen).toBeGreaterThan(0));
  await expect(store.getState().currentIndex).toBe(before);
  await userEvent.click(canvas.getByRole('button', { name: 'Go live' }));
  await expect(store.getState().follow).toBe('following');
});
