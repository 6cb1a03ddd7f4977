import { Raw } from '@playhead/replay-react';
import { REVIEW, reviewSession } from './fixtures/review-session.ts';
import preview from './.storybook/preview.tsx';

const meta = preview.meta({ title: 'Parts/Raw', component: Raw, parameters: { replay: { recording: reviewSession(), at: REVIEW.testsFailed }, frame: { width: 576, className: 'ph-pane' } } });

export const Record = meta.story({});

/** A value so large that it is kept beside the recording. */
export const Golden = meta.story({ parameters: { replay: { recording: 'golden', at: -1 } } });

export const Hostile = meta.story({ parameters: { replay: { recording: 'hostile', at: -1 } } });

export const Huge = meta.story({ parameters: { replay: { recording: 'huge', at: -1 } } });

export const Narrow = meta.story({ parameters: { frame: { width: 320, className: 'ph-pane' } } });

Record.test('goes through the records of the step', async ({ canvas, userEvent }) => {
  await userEvent.click(canvas.getByRole('button', { name: 'Previous record' }));
  await canvas.findByText(/"terminal_output"/);
});
