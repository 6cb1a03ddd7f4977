import { Raw } from '@playhead/replay-react';
import { expect, waitFor } from 'storybook/test';
import { LARGE, largeValue, withLargeValue } from './fixtures/large-values.ts';
import { REVIEW, reviewSession } from './fixtures/review-session.ts';
import preview from './.storybook/preview.tsx';

const meta = preview.meta({ title: 'Parts/Raw', component: Raw, parameters: { replay: { recording: reviewSession(), at: REVIEW.testsFailed }, frame: { width: 576, className: 'ph-pane' } } });

export const Record = meta.story({});

/** A value so large that it is kept beside the recording. */
export const Golden = meta.story({ parameters: { replay: { recording: 'golden', at: -1 } } });

export const Hostile = meta.story({ parameters: { replay: { recording: 'hostile', at: -1 } } });

export const Huge = meta.story({ parameters: { replay: { recording: 'huge', at: -1 } } });

export const Narrow = meta.story({ parameters: { frame: { width: 320, className: 'ph-pane' } } });

/** A text of megabytes: what is seen of it is in the page. */
export const LargeText = meta.story({
  parameters: { replay: { recording: withLargeValue(LARGE.text), values: largeValue, at: -1 } },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Load' }));
    await canvas.findByText(/^80,000 lines/);
  },
});

export const LargeTextFound = meta.story({
  ...LargeText.input,
  play: async (context) => {
    await LargeText.input.play?.(context);
    const { canvas, userEvent } = context;
    await userEvent.type(canvas.getByRole('searchbox', { name: 'Find in this text' }), 'expected 200');
    await canvas.findByText('1 of 16');
  },
});

export const LargeTextNotFound = meta.story({
  ...LargeText.input,
  play: async (context) => {
    await LargeText.input.play?.(context);
    const { canvas, userEvent } = context;
    await userEvent.type(canvas.getByRole('searchbox', { name: 'Find in this text' }), 'unheard of');
    await canvas.findByText('Not found');
  },
});

export const LargeTextNarrow = meta.story({ ...LargeText.input, parameters: { ...LargeText.input.parameters, frame: { width: 320, className: 'ph-pane' } } });

export const Picture = meta.story({
  parameters: { replay: { recording: withLargeValue(LARGE.picture), values: largeValue, at: -1 } },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Load' }));
    await waitFor(async () => expect((await canvas.findByRole<HTMLImageElement>('img')).naturalWidth).toBe(160));
  },
});

/** It begins as a picture does and then breaks off. */
export const TornPicture = meta.story({
  parameters: { replay: { recording: withLargeValue(LARGE.tornPicture), values: largeValue, at: -1 } },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Load' }));
    await canvas.findByText('This picture is damaged and cannot be drawn.');
  },
});

export const NotThere = meta.story({
  parameters: { replay: { recording: withLargeValue(LARGE.text), at: -1 } },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: 'Load' }));
    await canvas.findByRole('alert');
  },
});

Record.test('goes through the records of the step', async ({ canvas, userEvent }) => {
  await userEvent.click(canvas.getByRole('button', { name: 'Previous record' }));
  await canvas.findByText(/"terminal_output"/);
});
