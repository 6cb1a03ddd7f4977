import { TestResults } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import { REVIEW, reviewSession } from './fixtures/review-session.ts';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';

const review = reviewSession();
const at = (event: number): { readonly replay: { readonly recording: typeof review; readonly at: number } } => ({ replay: { recording: review, at: event } });

const meta = preview.meta({ title: 'Parts/Test results', component: TestResults, parameters: { ...at(REVIEW.end), frame: { width: 576, className: 'ph-pane' } } });

export const Failed = meta.story({});

export const Passed = meta.story({ parameters: at(REVIEW.testsPassed + 2) });

export const Golden = meta.story({ parameters: { replay: { recording: 'golden', at: -1 } } });

export const None = meta.story({ parameters: at(REVIEW.prompt) });

export const Hostile = meta.story({ parameters: { replay: { recording: 'hostile', at: -1 } } });

export const Narrow = meta.story({ parameters: { frame: { width: 320, className: 'ph-pane' } } });

export const RightToLeft = meta.story({ globals: { direction: 'rtl' } });

Failed.test('goes to the run before', async ({ canvas, userEvent, loaded }) => {
  await userEvent.click(canvas.getByRole('button', { name: 'Previous run' }));
  await canvas.findByText('Run 1 of 2');
  const { store } = replayOf({ loaded });
  await expect(store.getState().model.events[store.getState().currentIndex]?.record.type).toBe('test_result');
});
