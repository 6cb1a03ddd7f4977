import { Notes } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import { REVIEW, reviewSession } from './fixtures/review-session.ts';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';

const review = reviewSession();

const meta = preview.meta({ title: 'Parts/Notes', component: Notes, parameters: { replay: { recording: review, at: REVIEW.end }, frame: { width: 576, className: 'ph-pane' } } });

export const Threads = meta.story({});

export const Empty = meta.story({ parameters: { replay: { recording: review, at: REVIEW.prompt } } });

/** Where the host lets people write notes, the empty list says how. */
export const EmptyToWrite = meta.story({ parameters: { replay: { recording: review, at: REVIEW.prompt, props: { can: { annotate: true } } } } });

export const Narrow = meta.story({ parameters: { frame: { width: 320, className: 'ph-pane' } } });

export const RightToLeft = meta.story({ globals: { direction: 'rtl' } });

Threads.test('goes to the moment of a note', async ({ canvas, userEvent, loaded }) => {
  await userEvent.click(canvas.getByRole('button', { name: /refresh-token\.ts:22/ }));
  const { store } = replayOf({ loaded });
  await expect(store.getState().model.events[store.getState().currentIndex]?.record.type).toBe('needs_review');
});
