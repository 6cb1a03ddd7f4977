import { Transport } from '@playhead/replay-react';
import type { ReplayStore } from '@playhead/replay-core';
import { expect } from 'storybook/test';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';
import { designSession } from './fixtures/design-session.ts';

const meta = preview.meta({ title: 'Parts/Transport', component: Transport, parameters: { replay: { recording: designSession(), at: 700 } } });

function rangeOf(store: ReplayStore): void {
  const { timeMap } = store.getState();
  store.setRange({ from: timeMap.toWall(timeMap.durationMs * 0.6), to: timeMap.toWall(timeMap.durationMs * 0.83) });
}

export const Paused = meta.story({});

export const WithRange = meta.story({ parameters: { replay: { recording: designSession(), at: 700, prepare: rangeOf } } });

export const Playing = meta.story({});

export const Live = meta.story({ parameters: { replay: { recording: designSession(), live: true } } });

export const LiveDetached = meta.story({ parameters: { replay: { recording: designSession(), live: true, at: 300 } } });

export const NoErrors = meta.story({ parameters: { replay: { recording: '10' } } });

export const Empty = meta.story({ parameters: { replay: { recording: 'empty' } } });

export const RightToLeft = meta.story({ globals: { direction: 'rtl' }, parameters: { replay: { recording: designSession(), at: 700, prepare: rangeOf } } });

export const Medium = meta.story({ render: () => <div style={{ container: 'ph / inline-size', inlineSize: 760 }}><Transport /></div>, parameters: { replay: { recording: designSession(), live: true, at: 300 } } });

export const Compact = meta.story({ render: () => <div style={{ container: 'ph / inline-size', inlineSize: 420 }}><Transport /></div> });

export const Narrow = meta.story({ render: () => <div style={{ container: 'ph / inline-size', inlineSize: 320 }}><Transport /></div> });

export const ForcedColours = meta.story({ tags: ['forced-colors'] });

Playing.test('plays and pauses', async (context) => {
  const { canvas, userEvent } = context;
  const { store } = replayOf(context);
  await userEvent.click(canvas.getByRole('button', { name: 'Play' }));
  await expect(store.getState().playing).toBe(true);
  await userEvent.click(canvas.getByRole('button', { name: 'Pause' }));
  await expect(store.getState().playing).toBe(false);
});

LiveDetached.test('goes live', async (context) => {
  const { canvas, userEvent } = context;
  await userEvent.click(canvas.getByRole('button', { name: 'Go live' }));
  await expect(canvas.getByText('Live')).toBeVisible();
  await expect(replayOf(context).store.getState().follow).toBe('following');
});

Paused.test('steps through the errors', async (context) => {
  const { store } = replayOf(context);
  await context.userEvent.click(context.canvas.getByRole('button', { name: 'Previous error' }));
  const { model, currentIndex } = store.getState();
  await expect(model.errorIds).toContain(model.events[currentIndex]?.id);
});
