import { Timeline, TimelineDensity, TimelinePlayhead, TimelineRuler } from '@playhead/replay-react';
import type { ReplayStore } from '@playhead/replay-core';
import { expect, fireEvent, waitFor } from 'storybook/test';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';
import { designSession } from './fixtures/design-session.ts';

const meta = preview.meta({ title: 'Parts/Timeline', component: Timeline, parameters: { replay: { recording: designSession(), at: 700 }, frame: { height: 340 } } });

function rangeOf(store: ReplayStore): void {
  const { timeMap } = store.getState();
  store.setRange({ from: timeMap.toWall(timeMap.durationMs * 0.6), to: timeMap.toWall(timeMap.durationMs * 0.83) });
}

export const Paused = meta.story({});

export const WithRange = meta.story({ parameters: { replay: { recording: designSession(), at: 700, prepare: rangeOf } } });

export const Live = meta.story({ parameters: { replay: { recording: designSession(), live: true } } });

export const LiveDetached = meta.story({ parameters: { replay: { recording: designSession(), live: true, at: 300 } } });

export const HoverCard = meta.story({
  play: async ({ canvas }) => {
    const slider = canvas.getByRole('slider', { name: 'Session timeline' });
    const denials = await waitFor(() => document.querySelector('.b-den') ?? Promise.reject(new Error('No denial is drawn.')));
    fireEvent.pointerMove(slider, { clientX: denials.getBoundingClientRect().left + 1, clientY: slider.getBoundingClientRect().top + 60, pointerType: 'mouse' });
    await expect(await canvas.findByRole('tooltip')).toHaveTextContent('Denied');
  },
});

export const SearchHits = meta.story({ parameters: { replay: { recording: designSession(), prepare: (store: ReplayStore) => store.setQuery('npm test') } } });

export const Golden = meta.story({ parameters: { replay: { recording: 'golden', at: 60 } } });

export const RealTime = meta.story({ parameters: { replay: { recording: designSession(), at: 700, prepare: (store: ReplayStore) => store.setIdle('wall') } } });

export const ByEvent = meta.story({ parameters: { replay: { recording: designSession(), at: 700, prepare: (store: ReplayStore) => store.setIdle('even') } } });

export const Empty = meta.story({ parameters: { replay: { recording: 'empty' } } });

export const Loading = meta.story({ parameters: { replay: { recording: 'loading' } } });

export const Huge = meta.story({ parameters: { replay: { recording: '100k' } } });

export const Hostile = meta.story({ parameters: { replay: { recording: 'hostile' } } });

export const OwnLayers = meta.story({ args: { lanes: 'none', children: <><TimelineDensity /><TimelineRuler /><TimelinePlayhead /></> } });

export const RightToLeft = meta.story({ globals: { direction: 'rtl' } });

export const Medium = meta.story({ render: () => <div style={{ container: 'ph / inline-size', inlineSize: 760 }}><Timeline /></div> });

export const Compact = meta.story({ render: () => <div style={{ container: 'ph / inline-size', inlineSize: 420 }}><Timeline /></div> });

export const Narrow = meta.story({ render: () => <div style={{ container: 'ph / inline-size', inlineSize: 320 }}><Timeline /></div> });

export const ForcedColours = meta.story({ tags: ['forced-colors'], parameters: { replay: { recording: designSession(), at: 700, prepare: rangeOf } } });

export const ReducedMotion = meta.story({ tags: ['reduced-motion'], globals: { motion: 'reduced' } });

Paused.test('is a slider that says where the playhead stands', async ({ canvas, userEvent }) => {
  const slider = canvas.getByRole('slider', { name: 'Session timeline' });
  slider.focus();
  await userEvent.keyboard('{Home}');
  await expect(slider).toHaveAttribute('aria-valuetext', expect.stringMatching(/^00:00, step 1 of /));
});

WithRange.test('lets keys move the ends of the range and clear it', async (context) => {
  const { canvas, userEvent } = context;
  const { store } = replayOf(context);
  const before = store.getState().range;
  (await canvas.findByRole('slider', { name: 'Range start' })).focus();
  await userEvent.keyboard('{ArrowRight}');
  await expect(store.getState().range?.from).toBeGreaterThan(before?.from ?? 0);
  await userEvent.keyboard('{Delete}');
  await expect(store.getState().range).toBeUndefined();
});

LiveDetached.test('stays where it is when events arrive', async (context) => {
  const { canvas } = context;
  const { store, append } = replayOf(context);
  const before = canvas.getByRole('slider', { name: 'Session timeline' }).getAttribute('aria-valuetext')?.split(' of ')[0];
  append(5);
  await waitFor(() => expect(store.getState().unseen).toBeGreaterThan(0));
  await expect(canvas.getByRole('slider', { name: 'Session timeline' }).getAttribute('aria-valuetext')?.split(' of ')[0]).toBe(before);
});

Huge.test('draws few nodes', async ({ canvasElement }) => {
  await expect(canvasElement.querySelectorAll('.ph-tl *').length).toBeLessThanOrEqual(150);
});
