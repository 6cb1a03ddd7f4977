import { Outline } from '@playhead/replay-react';
import { expect } from 'storybook/test';
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

Chapters.test('moves, opens and closes by keys', async ({ canvas, userEvent }) => {
  const selected = await canvas.findByRole('treeitem', { selected: true });
  selected.focus();
  await userEvent.keyboard('{Home}{ArrowRight}');
  await expect(await canvas.findByRole('treeitem', { name: /Explore the codebase/ })).toHaveAttribute('aria-expanded', 'true');
  await userEvent.keyboard('{ArrowLeft}');
  await expect(await canvas.findByRole('treeitem', { name: /Explore the codebase/ })).toHaveAttribute('aria-expanded', 'false');
});
