import { Files } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import { REVIEW, reviewSession } from './fixtures/review-session.ts';
import preview from './.storybook/preview.tsx';

const review = reviewSession();

const meta = preview.meta({ title: 'Parts/Files', component: Files, parameters: { replay: { recording: review, at: REVIEW.end }, frame: { width: 576, className: 'ph-pane' } } });

export const Changed = meta.story({});

export const HalfViewed = meta.story({
  play: async ({ canvas, userEvent }) => {
    canvas.getByRole('treeitem', { name: /access-token\.ts/ }).focus();
    await userEvent.keyboard(' {ArrowDown} {ArrowDown}{ArrowDown} ');
  },
});

export const OfTheMoment = meta.story({ parameters: { replay: { recording: review, at: REVIEW.split } } });

export const Golden = meta.story({ parameters: { replay: { recording: 'golden', at: -1 } } });

export const Empty = meta.story({ parameters: { replay: { recording: review, at: REVIEW.prompt } } });

export const Hostile = meta.story({ parameters: { replay: { recording: 'hostile', at: -1 } } });

export const Narrow = meta.story({ parameters: { frame: { width: 320, className: 'ph-pane' } } });

export const RightToLeft = meta.story({ globals: { direction: 'rtl' } });

Changed.test('ticks a file off by keyboard', async ({ canvas, userEvent }) => {
  canvas.getByRole('treeitem', { name: /refresh-token\.ts/ }).focus();
  await userEvent.keyboard(' ');
  await expect(canvas.getByRole('treeitem', { name: /refresh-token\.ts/ })).toHaveAttribute('aria-checked', 'true');
  await canvas.findByText('1 of 6 viewed');
});
