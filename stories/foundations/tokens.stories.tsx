import { expect, waitFor } from 'storybook/test';
import preview, { replayOf } from '../.storybook/preview.tsx';
import { TokenEditor } from './TokenEditor.tsx';

const meta = preview.meta({ title: 'Foundations/Tokens', parameters: { docs: { story: { inline: false, height: '720px' } } } });

export const Tokens = meta.story({ parameters: { replay: { at: 57 } }, render: (_args, context) => <TokenEditor replay={replayOf(context).props} /> });

Tokens.test('changes the replay at once, and back', async ({ canvas, canvasElement, userEvent }) => {
  const root = canvasElement.querySelector<HTMLElement>('[data-ph]')!; // every story is in one
  const radius = canvas.getByRole('textbox', { name: '--ph-r-2' });
  await userEvent.clear(radius);
  await userEvent.type(radius, '10px');
  await waitFor(() => expect(getComputedStyle(root).getPropertyValue('--ph-r-2')).toBe('10px'));
  await expect(canvas.getByText(/--ph-r-2: 10px;/)).toBeVisible();
  await userEvent.click(canvas.getByRole('button', { name: 'Reset all' }));
  await waitFor(() => expect(getComputedStyle(root).getPropertyValue('--ph-r-2').trim()).toBe('6px'));
});

Tokens.test('finds every colour legible where it stands', async ({ canvas }) => {
  await expect((await canvas.findAllByText(/ pass$/)).length).toBeGreaterThan(30);
  await expect(canvas.queryAllByText(/ below /).map(({ parentElement }) => parentElement?.textContent)).toEqual([]);
});
