import { Iterations, SessionReplay } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import { loopSession } from './fixtures/loop-session.ts';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';

const meta = preview.meta({ title: 'Parts/Iterations', component: Iterations, parameters: { replay: { recording: loopSession(), at: -1 }, frame: { width: 576, className: 'ph-pane' } } });

export const Succeeded = meta.story({});

export const Running = meta.story({ parameters: { replay: { recording: loopSession({ rounds: 2, ends: false }), at: -1 } } });

/** More rounds than the bar shows, with the first fifty below. */
export const Many = meta.story({ parameters: { replay: { recording: loopSession({ rounds: 64 }), at: 40 } } });

export const Empty = meta.story({ parameters: { replay: { recording: 'golden' } } });

export const Hostile = meta.story({ parameters: { replay: { recording: 'hostile', at: -1 } } });

export const Narrow = meta.story({ parameters: { frame: { width: 320, className: 'ph-pane' } } });

export const RightToLeft = meta.story({ globals: { direction: 'rtl' } });

export const Opened = meta.story({});

/** As a tab of a whole replay, which only sessions with iterations have. */
export const InAReplay = meta.story({ parameters: { replay: { recording: loopSession(), root: false, at: -1 }, layout: 'fullscreen', frame: undefined }, render: (_args, context) => <SessionReplay {...replayOf(context).props} defaultTab="iterations" style={{ blockSize: 760 }} /> });

Succeeded.test('goes to where a round began, and to where it ended', async ({ canvas, userEvent, loaded }) => {
  const { store } = replayOf({ loaded });
  const typeAtPlayhead = (): string | undefined => { const { model, currentIndex } = store.getState(); return model.events[currentIndex]?.record.type; };
  await userEvent.click(await canvas.findByRole('button', { name: 'Iteration 2, Error, 32.0s' }));
  await expect(typeAtPlayhead()).toBe('terminal_command');
  await userEvent.click(canvas.getByRole('button', { name: /^Iteration 1 Continue/ }));
  await expect(typeAtPlayhead()).toBe('iteration');
});

Opened.test('shows the diff of a round by file', async ({ canvas, userEvent }) => {
  const [button] = await canvas.findAllByRole('button', { name: 'Diff' });
  if (button) await userEvent.click(button);
  await canvas.findByText('CHANGELOG.md');
});
