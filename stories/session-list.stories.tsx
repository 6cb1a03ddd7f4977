import { SessionList, type SessionListItem, type SessionListProps } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';
import { sessionItems } from './fixtures/session-items.ts';

const NOW = Date.parse('2026-11-21T14:30:00Z');

const meta = preview.meta({
  title: 'Parts/SessionList', component: SessionList, parameters: { replay: { root: false } },
  args: { sessions: sessionItems(47, NOW), now: NOW, timeZone: 'UTC', hrefOf: ({ sessionId }: SessionListItem) => `#${sessionId}` },
  render: (args: SessionListProps, context) => {
    const { theme, density, dir, locale } = replayOf(context).props;
    return <SessionList {...args} {...(theme && { theme })} {...(density && { density })} {...(dir && { dir })} {...(locale && { locale })} />;
  },
});

export const Everything = meta.story({ args: { pageSize: 10, defaultSelection: new Set(['s1', 's3']), onCompare: () => {}, actions: <button type="button" className="ph-btn ph-btn--line">Export</button> } });

/** What the hooks of an agent harness tell: no cost, changes or tests. */
export const FromHooks = meta.story({ args: { sessions: sessionItems(12, NOW, 'plain') } });

const reviewed = sessionItems(12, NOW).map((item, index) => ({ ...item, ...(index % 4 === 0 && { flagged: true }), ...(index % 3 === 0 && { tags: index === 6 ? ['<b>odd</b>\u202e', 'W'.repeat(200), 'needs migration', 'auth', 'fifth'] : ['auth', 'needs migration'] }) }));

/** What reviewers marked: flags and tags. */
export const Reviewed = meta.story({ args: { sessions: reviewed } });

const kept = sessionItems(12, NOW).map((item, index) => ({
  ...item, bytes: 20_000 * (index + 1) ** 3, ...(index % 3 === 0 && { pinned: true }), ...(index % 2 === 0 && { iterations: index + 1 }), ...(index % 4 === 1 && { task: { id: `TASK-${index}`, title: 'Sign in with a passkey' } }),
}));

/** Sessions that are kept, with rounds and sizes. */
export const Pins = meta.story({ args: { sessions: kept, onPin: () => {} } });

/** Counts of a host that has more sessions than are here. */
export const CountsOfTheHost = meta.story({
  args: {
    sessions: kept, hasMore: true, onMore: () => {}, onPin: () => {},
    facets: { sessions: 48_210, ofAnyOutcome: 48_210, outcomes: { live: 4, success: 30_120, failed: 12_004, interrupted: 5980, max_iterations_reached: 102 }, project: [{ value: 'api-service', count: 21_400 }, { value: 'web-frontend', count: 26_810 }], pinned: 41, toReview: 1203 },
  },
});

export const PinsNarrow = meta.story({ args: { sessions: kept, onPin: () => {} }, decorators: [(Story: () => React.ReactElement) => <div style={{ inlineSize: 420, maxInlineSize: '100%' }}><Story /></div>] });

/** Only those with something to review. */
export const NeedsReview = meta.story({ args: { sessions: reviewed, defaultFilters: { review: 'open' } } });

export const NoMatch = meta.story({ args: { defaultFilters: { outcome: 'failed', project: 'web-frontend', period: '7d' } } });

export const FirstRun = meta.story({ args: { sessions: [] } });

export const Loading = meta.story({ args: { sessions: [], status: 'loading' } });

export const Failed = meta.story({ args: { sessions: [], status: 'error', error: 'The recording server answered 503. Try again in a moment.', onRetry: () => {} } });

export const NotUpToDate = meta.story({ args: { pageSize: 5, status: 'error', error: 'The recording server cannot be reached.', onRetry: () => {} } });

export const TenThousand = meta.story({ args: { sessions: sessionItems(10_000, NOW), pageSize: 10_000 } });

export const LongAndHostile = meta.story({
  args: {
    sessions: sessionItems(3, NOW).map((session) => ({ ...session, name: `<img src=x onerror=alert(1)>\u202e${'A very long name '.repeat(30)}`, prompt: '<script>alert(1)</script> '.repeat(40), workspaceName: 'a-workspace-with-a-very-long-name', identity: { type: 'user', subject: 'maximiliane.mustermann-schmidt@example.org' } })),
  },
});

export const RightToLeft = meta.story({ args: { pageSize: 5 }, globals: { direction: 'rtl' } });

export const Compact = meta.story({ args: { pageSize: 10, density: 'compact' } });

const boxed = (width: number) => ({
  args: { pageSize: 6, onCompare: () => {} },
  decorators: [(Story: () => React.ReactElement) => <div style={{ inlineSize: width, maxInlineSize: '100%' }}><Story /></div>],
});

export const Medium = meta.story(boxed(760));

export const ReviewedNarrow = meta.story({ ...boxed(420), args: { sessions: reviewed } });

export const Phone = meta.story(boxed(420));

export const Narrow = meta.story(boxed(320));

export const ForcedColours = meta.story({ args: { pageSize: 5, defaultSelection: new Set(['s1']), onCompare: () => {} }, tags: ['forced-colors'] });

Everything.test('searches with a slash and narrows as one types', async ({ canvas, userEvent }) => {
  await userEvent.keyboard('/');
  await expect(canvas.getByRole('searchbox')).toHaveFocus();
  await userEvent.keyboard('redis');
  await canvas.findByText('No sessions match');
  await userEvent.click(canvas.getByRole('button', { name: 'Clear filters' }));
  await canvas.findByRole('table');
});

Everything.test('sorts by duration with the keyboard', async ({ canvas, userEvent }) => {
  canvas.getByRole('button', { name: 'Duration' }).focus();
  await userEvent.keyboard('{Enter}');
  await expect(canvas.getByRole('columnheader', { name: 'Duration' })).toHaveAttribute('aria-sort', 'descending');
});

ReviewedNarrow.test('keeps the outcome apart from the session beside it', async ({ canvas, canvasElement }) => {
  await canvas.findByRole('table');
  for (const outcome of canvasElement.querySelectorAll('.ph-sessions__outcome > .ph-med')) {
    await expect(outcome.getBoundingClientRect().right, outcome.textContent ?? '').toBeLessThan((outcome.closest('td')?.nextElementSibling?.firstElementChild?.getBoundingClientRect().left ?? 0) - 3);
  }
});
