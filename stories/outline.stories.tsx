import { Outline, type ReplayRootReview } from '@playhead/replay-react';
import { expect, waitFor } from 'storybook/test';
import preview from './.storybook/preview.tsx';
import { cardsSession } from './fixtures/cards-session.ts';

const frame = { width: 264, height: 560, className: 'ph-pane' };
const meta = preview.meta({ title: 'Parts/Outline', component: Outline, parameters: { frame } });
const records = cardsSession();
const at = records.findIndex((record) => record.call === 'test-1') + 1;

export const Chapters = meta.story({ parameters: { replay: { recording: records, at } } });
export const Golden = meta.story({ parameters: { replay: { at: -1 } } });
export const Live = meta.story({ parameters: { replay: { recording: records, live: true, start: 50 } } });
export const Denied = meta.story({ parameters: { replay: { recording: 'denied' } } });
export const Empty = meta.story({ parameters: { replay: { recording: [] } } });
export const Huge = meta.story({ parameters: { replay: { recording: 'huge' } } });
export const HundredThousand = meta.story({ parameters: { replay: { recording: '100k', at: 50_000 } } });
export const Compact = meta.story({ parameters: { replay: { recording: records, at } }, globals: { density: 'compact' } });
export const RightToLeft = meta.story({ parameters: { replay: { recording: 'rtl' } }, globals: { direction: 'rtl' } });
export const ForcedColors = meta.story({ parameters: { replay: { recording: records, at } }, tags: ['forced-colors'] });

const chapter = records.find(({ type }) => type === 'chapter');
const edits: NonNullable<ReplayRootReview['annotations']> = [
  { id: '01937d1e-0000-7000-8000-000000000001', at: 1, author: 'Maya Chen', type: 'chapter', data: { action: 'rename', title: '<b>Look around</b>\u202e, a long title that somebody gave this chapter', anchor: { on: 'event', eventId: chapter?.id ?? '', at: chapter?.at ?? 0 } } },
];
/** The outline of a session whose chapters somebody edits. */
const editing = { replay: { recording: records, at, props: { defaultAnnotations: edits, author: 'Maya Chen' } } };

export const Editable = meta.story({ parameters: editing });
export const EditableWide = meta.story({ parameters: { ...editing, frame: { ...frame, width: 420 } } });
export const EditableRightToLeft = meta.story({ parameters: editing, globals: { direction: 'rtl' } });
export const Adding = meta.story({
  parameters: editing,
  play: async ({ canvas, userEvent }) => { await userEvent.click(await canvas.findByRole('button', { name: 'Chapter' })); },
});
export const Moving = meta.story({
  parameters: editing,
  play: async ({ canvas, userEvent }) => { await userEvent.click(await canvas.findByRole('button', { name: /^Move/ })); },
});
export const Removed = meta.story({
  parameters: editing,
  play: async ({ canvas, userEvent }) => { await userEvent.click(await canvas.findByRole('button', { name: /^Remove/ })); },
});

Editable.test('adds a chapter by keyboard', async ({ canvas, userEvent }) => {
  (await canvas.findByRole('button', { name: 'Chapter' })).focus();
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(canvas.getByRole('textbox', { name: /^Chapter at/ })).toHaveFocus());
  await userEvent.keyboard('Mine{Enter}');
  await expect(await canvas.findByRole('treeitem', { name: /Mine/ })).toBeVisible();
});

Chapters.test('moves, opens and closes by keys', async ({ canvas, userEvent }) => {
  const selected = await canvas.findByRole('treeitem', { selected: true });
  selected.focus();
  await userEvent.keyboard('{Home}{ArrowRight}');
  await expect(await canvas.findByRole('treeitem', { name: /Explore the codebase/ })).toHaveAttribute('aria-expanded', 'true');
  await userEvent.keyboard('{ArrowLeft}');
  await expect(await canvas.findByRole('treeitem', { name: /Explore the codebase/ })).toHaveAttribute('aria-expanded', 'false');
});
