import { Filters } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import preview from './.storybook/preview.tsx';

const frame = { width: 1120, height: 520 };
const meta = preview.meta({ title: 'Parts/Filters', component: Filters, parameters: { frame }, args: { style: { justifyContent: 'flex-end', padding: 8 } } });
const filter = (value: object) => (store: { setFilter: (filter: object) => void }) => store.setFilter(value);

export const Closed = meta.story({});
export const Active = meta.story({ parameters: { replay: { prepare: filter({ kinds: ['command', 'edit'], statuses: ['failed'] }) } } });
export const Open = meta.story({
  parameters: { replay: { prepare: filter({ kinds: ['command', 'edit', 'mcp'] }) } },
  play: async ({ canvas, userEvent }) => {
    await userEvent.click(canvas.getByRole('button', { name: /Filter events/ }));
    await canvas.findByRole('group', { name: 'Filter events' });
  },
});
export const Narrow = meta.story({ parameters: { replay: { prepare: filter({ kinds: ['command'] }) }, frame: { ...frame, width: 320 } } });

Closed.test('filters by kind, and gives the focus back by Escape', async ({ canvas, userEvent }) => {
  const button = canvas.getByRole('button', { name: 'Filter events: All kinds' });
  await userEvent.click(button);
  await userEvent.click(await canvas.findByRole('checkbox', { name: /^Commands/ }));
  await expect(canvas.getByRole('checkbox', { name: /^Commands/ })).toBeChecked();
  await userEvent.keyboard('{Escape}');
  await expect(button).toHaveFocus();
});
