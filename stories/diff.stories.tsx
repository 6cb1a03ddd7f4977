import { Diff } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import { REVIEW, reviewSession } from './fixtures/review-session.ts';
import preview from './.storybook/preview.tsx';

const review = reviewSession();
const at = (event: number): { readonly replay: { readonly recording: typeof review; readonly at: number } } => ({ replay: { recording: review, at: event } });

const meta = preview.meta({ title: 'Parts/Diff', component: Diff, parameters: { ...at(REVIEW.lastEdit), frame: { width: 760, className: 'ph-pane' } } });

export const Unified = meta.story({});

export const Split = meta.story({ parameters: at(REVIEW.split), play: async ({ canvas, userEvent }) => { await userEvent.click(canvas.getByRole('button', { name: 'Split view' })); } });

/** Every file with all its changes so far. */
export const WholeFiles = meta.story({ play: async ({ canvas, userEvent }) => { await userEvent.click(canvas.getByRole('button', { name: 'Whole file so far' })); } });

export const LargeAndGenerated = meta.story({ parameters: at(REVIEW.large) });

export const Renamed = meta.story({ parameters: at(REVIEW.renamed) });

export const Deleted = meta.story({ parameters: at(REVIEW.deleted) });

export const Viewed = meta.story({ play: async ({ canvas, userEvent }) => { await userEvent.click(canvas.getByRole('checkbox', { name: 'Viewed' })); } });

export const Empty = meta.story({ parameters: at(REVIEW.prompt) });

export const Hostile = meta.story({ parameters: { replay: { recording: 'hostile', at: -1 } } });

export const Huge = meta.story({ parameters: { replay: { recording: 'huge', at: -1 } } });

/** One column of numbers, lines that wrap. */
export const Narrow = meta.story({ parameters: { frame: { width: 420, className: 'ph-pane' } } });

export const RightToLeft = meta.story({ globals: { direction: 'rtl' } });

export const ForcedColours = meta.story({ tags: ['forced-colors'] });

/** Lines drawn by another diff viewer. */
export const OwnViewer = meta.story({ args: { renderDiff: ({ path, hunks }) => <p style={{ padding: 16 }}>{path}: {hunks.length} stretch, drawn by the host.</p> } });

Unified.test('opens unmodified lines', async ({ canvas, userEvent }) => {
  await userEvent.click(canvas.getByRole('button', { name: '27 unmodified lines' }));
  await expect(canvas.queryByRole('button', { name: '27 unmodified lines' })).toBeNull();
  await canvas.findByText('// line 27 of the preamble');
});

LargeAndGenerated.test('waits for a press before it draws', async ({ canvas, userEvent }) => {
  await canvas.findByText('8,789 changed lines in a generated file.');
  canvas.getByRole('button', { name: 'Load diff' }).focus();
  await userEvent.tab();
  await expect(canvas.getByRole('button', { name: 'Load diff' })).not.toHaveFocus();
});
