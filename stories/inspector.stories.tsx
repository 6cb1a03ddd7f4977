import { Inspector } from '@playhead/replay-react';
import { expect, within } from 'storybook/test';
import { REVIEW, reviewSession } from './fixtures/review-session.ts';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';

const meta = preview.meta({
  title: 'Parts/Inspector', component: Inspector,
  parameters: { replay: { recording: 'golden', at: -1 }, frame: { width: 576, height: 640, className: 'ph-pane' } },
});

export const AtTheEnd = meta.story({});

export const AtTheStart = meta.story({ parameters: { replay: { at: 1 } } });

export const Empty = meta.story({ parameters: { replay: { recording: 'empty' } } });

/** Tabs that do not fit are in a menu. */
export const Narrow = meta.story({ parameters: { frame: { width: 320, height: 560, className: 'ph-pane' } } });

export const RightToLeft = meta.story({ parameters: { replay: { recording: 'rtl', at: -1 } }, globals: { direction: 'rtl' } });

/** A component of the host in place of one of ours. */
export const OwnPanel = meta.story({ args: { panels: { terminal: () => <p style={{ padding: 16 }}>A terminal of the host.</p> } } });

export const Reviewed = meta.story({ parameters: { replay: { recording: reviewSession(), at: REVIEW.end } } });

AtTheEnd.test('goes through the tabs by arrow keys', async ({ canvas, userEvent }) => {
  canvas.getByRole('tab', { name: /^Terminal/ }).focus();
  await userEvent.keyboard('{ArrowRight}{ArrowRight}');
  await expect(canvas.getByRole('tab', { name: /^Files/ })).toHaveFocus();
  await canvas.findByRole('tree', { name: 'Changed files' });
  await userEvent.keyboard('{Home}');
  await expect(canvas.getByRole('tab', { name: /^Terminal/ })).toHaveAttribute('aria-selected', 'true');
});

Reviewed.test('counts what there is until the playhead', async ({ canvas, loaded }) => {
  await expect(canvas.getAllByRole('tab').map((tab) => tab.textContent)).toEqual(['Terminal 2', 'Diff 6', 'Files 7', 'Tests 2 failed', 'Output', 'Raw', 'Notes 3', 'Review', 'Statistics']);
  const { store } = replayOf({ loaded });
  store.select(store.getState().model.events[REVIEW.testsPassed]?.id);
  await canvas.findByRole('tab', { name: 'Tests 62' });
});

Narrow.test('offers the tabs that do not fit in a menu', async ({ canvas, userEvent }) => {
  await userEvent.click(await canvas.findByRole('button', { name: 'More tabs' }));
  const menu = await canvas.findByRole('menu', { name: 'More tabs' });
  await userEvent.click(within(menu).getByRole('menuitemradio', { name: /^Raw/ }));
  await expect(canvas.getByRole('tab', { name: 'Raw' })).toHaveAttribute('aria-selected', 'true');
});
