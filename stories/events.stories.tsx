import { Events } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import preview, { replayOf } from './.storybook/preview.tsx';
import { cardsSession } from './fixtures/cards-session.ts';

const frame = { width: 576, height: 640, className: 'ph-pane' };
const meta = preview.meta({ title: 'Parts/Events', component: Events, parameters: { frame } });
const records = cardsSession();
const isCall = (call: string) => records.findIndex((record) => record.call === call) + 1;

export const FailingTests = meta.story({ parameters: { replay: { recording: records, at: isCall('test-1') } } });

export const Golden = meta.story({ parameters: { replay: { at: -40 } } });

export const Live = meta.story({ parameters: { replay: { recording: records, live: true, start: 66 } } });

export const LiveDetached = meta.story({
  parameters: { replay: { recording: records, live: true, start: 40, at: isCall('edit-1') } },
  play: async (context) => {
    replayOf(context).append(14);
    await context.canvas.findByRole('button', { name: /Jump to live.*14 new/ });
  },
});

export const Loading = meta.story({ parameters: { replay: { recording: 'loading' } } });

export const Empty = meta.story({ parameters: { replay: { recording: [] } } });

export const Failed = meta.story({ parameters: { replay: { recording: 'unreachable' } } });

export const NoMatch = meta.story({ parameters: { replay: { recording: records, prepare: (store: { setFilter: (filter: object) => void }) => store.setFilter({ kinds: ['mcp'], statuses: ['interrupted'] }) } } });

export const Filtered = meta.story({ parameters: { replay: { recording: records, at: isCall('edit-2'), prepare: (store: { setFilter: (filter: object) => void }) => store.setFilter({ kinds: ['edit', 'test'] }) } } });

export const Redacted = meta.story({ parameters: { replay: { recording: 'redacted' } } });

export const Denied = meta.story({ parameters: { replay: { recording: 'denied' } } });

export const Huge = meta.story({ parameters: { replay: { recording: 'huge' } } });

export const HundredThousand = meta.story({ parameters: { replay: { recording: '100k', at: 50_000 } } });

export const Compact = meta.story({ parameters: { replay: { recording: records, at: isCall('test-1') } }, globals: { density: 'compact' } });

export const RightToLeft = meta.story({ parameters: { replay: { recording: 'rtl' } }, globals: { direction: 'rtl' } });

export const Narrow = meta.story({ parameters: { replay: { recording: records, at: isCall('test-1') }, frame: { ...frame, width: 320 } } });

export const ForcedColors = meta.story({ parameters: { replay: { recording: records, at: isCall('test-1') } }, tags: ['forced-colors'] });

FailingTests.test('shows the failing lines first, and the rest in the inspector', async ({ canvas }) => {
  const row = await canvas.findByRole('article', { name: /Tests, npm test -- auth, 3.6s, 2 failed/ });
  await expect(row).toHaveAttribute('aria-current', 'true');
  await expect(row).toHaveTextContent('revokes the family when a token is reused');
});

FailingTests.test('moves by arrow keys and opens a row by Enter', async ({ canvas, userEvent }) => {
  const row = await canvas.findByRole('article', { name: /Tests, npm test -- auth, 3.6s, 2 failed/ });
  row.focus();
  await userEvent.keyboard('{ArrowDown}{ArrowDown}');
  const edit = await canvas.findByRole('article', { name: /Edit, src\/auth\/refresh-token.ts/, current: true });
  await expect(edit).toHaveTextContent('revokeFamily');
  await userEvent.keyboard('{Enter}');
  await expect(edit).not.toHaveTextContent('revokeFamily');
});

NoMatch.test('shows everything again', async ({ canvas, userEvent }) => {
  await userEvent.click(await canvas.findByRole('button', { name: 'Clear filter' }));
  await expect((await canvas.findAllByRole('article')).length).toBeGreaterThan(5);
});
