import { Diff, FileHistory } from '@playhead/replay-react';
import { expect, fireEvent, waitFor } from 'storybook/test';
import { HISTORY, historySession, longHistorySession } from './fixtures/history-session.ts';
import preview from './.storybook/preview.tsx';

const recording = historySession();

const meta = preview.meta({
  title: 'Parts/FileHistory', component: FileHistory, args: { path: HISTORY.file },
  parameters: { replay: { recording, at: HISTORY.fileEnd }, frame: { width: 760, height: 560, className: 'ph-pane ph-scroll' } },
});

/** Four steps and somebody else wrote this file. */
export const Known = meta.story({ args: { onClose: () => undefined } });

/** The recording tells patches of this file, and never all of it. */
export const PartlyKnown = meta.story({ args: { path: HISTORY.partial }, parameters: { replay: { recording, at: -1 } } });

export const BeforeTheFirstChange = meta.story({ parameters: { replay: { recording, at: 2 } } });

/** 5,000 lines that 201 changes wrote. */
export const Long = meta.story({ parameters: { replay: { recording: longHistorySession(), at: -1 } } });

export const Empty = meta.story({ args: { path: undefined }, parameters: { replay: { recording: 'empty' } } });

export const Hostile = meta.story({ args: { path: undefined }, parameters: { replay: { recording: 'hostile', at: -1 } } });

export const Wide = meta.story({ parameters: { frame: { width: 1440, height: 560, className: 'ph-pane ph-scroll' } } });

export const Narrow = meta.story({ parameters: { frame: { width: 420, height: 560, className: 'ph-pane ph-scroll' } } });

export const RightToLeft = meta.story({ globals: { direction: 'rtl' } });

export const ForcedColours = meta.story({ tags: ['forced-colors'] });

/** Opened by the clock beside the name of a file. */
export const FromChanges = meta.story({ render: () => <Diff /> });

Known.test('goes through the changes by its slider', async ({ canvas }) => {
  const slider = await canvas.findByRole('slider', { name: 'Changes of this file' });
  await canvas.findByText('/** A refresh token lives for two weeks. */');
  fireEvent.change(slider, { target: { value: '1' } });
  await canvas.findByText('/** A refresh token lives for thirty days. */');
  fireEvent.change(slider, { target: { value: '2' } });
  await waitFor(() => expect(slider).toHaveAttribute('aria-valuetext', expect.stringContaining('Modified at')));
});

Long.test('draws few of many lines, and the last ones too', async ({ canvas, canvasElement }) => {
  await canvas.findByText('export const entry0 = 0;');
  await expect(canvasElement.querySelectorAll('.ph-filehistory__row').length).toBeLessThan(200);
  const pane = canvasElement.querySelector('.ph-scroll');
  if (!pane) throw new Error('There is no pane.');
  pane.scrollTop = pane.scrollHeight;
  await canvas.findByText('export const entry4999 = 4999;');
});

FromChanges.test('opens and goes back', async ({ canvas, userEvent }) => {
  await userEvent.click(await canvas.findByRole('button', { name: 'File history' }));
  await canvas.findByRole('slider', { name: 'Changes of this file' });
  await userEvent.click(canvas.getByRole('button', { name: 'Back to changes' }));
  await canvas.findByRole('article', { name: 'src/auth/refresh.ts' });
});
