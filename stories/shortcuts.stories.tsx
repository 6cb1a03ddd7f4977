import { Shortcuts, useReplayViewActions } from '@playhead/replay-react';
import { useEffect, type ReactElement } from 'react';
import { expect, waitFor, within } from 'storybook/test';
import preview from './.storybook/preview.tsx';

const meta = preview.meta({ title: 'Parts/Shortcuts', component: Shortcuts, render: () => <Opened />, parameters: { frame: { height: 760 } } });

/** The sheet as it is after its button was pressed. */
function Opened(): ReactElement {
  const { setLayer } = useReplayViewActions();
  useEffect(() => setLayer('shortcuts'), [setLayer]);
  return <><button type="button" className="ph-btn ph-btn--line" style={{ margin: 16 }} onClick={() => setLayer('shortcuts')}>Keyboard shortcuts</button><Shortcuts /></>;
}

export const Open = meta.story({});

export const RightToLeft = meta.story({ globals: { direction: 'rtl' } });

export const ForcedColours = meta.story({ tags: ['forced-colors'] });

Open.test('switches single keys off, closes by Escape, and gives the focus back', async ({ canvas, userEvent }) => {
  const dialog = await canvas.findByRole('dialog', { name: 'Keyboard shortcuts' });
  const box = within(dialog).getByRole('checkbox', { name: 'Single-key shortcuts' });
  await userEvent.click(box);
  await expect(box).not.toBeChecked();
  await userEvent.click(box);
  await userEvent.keyboard('{Escape}');
  await waitFor(() => expect(canvas.queryByRole('dialog')).toBeNull());
  const button = canvas.getByRole('button', { name: 'Keyboard shortcuts' });
  await userEvent.click(button);
  await canvas.findByRole('dialog');
  await userEvent.click(await canvas.findByRole('button', { name: 'Close' }));
  await expect(button).toHaveFocus();
});
