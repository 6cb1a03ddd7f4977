import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { briefRecord, createReplay, recordsSource, type ReplayStore } from '@playhead/replay-core';
import { expect, test } from 'vitest';
import { Events } from '../events/Events.tsx';
import { Raw } from '../raw/Raw.tsx';
import { ReplayRoot } from '../replay/ReplayRoot.tsx';
import { buildRecords } from '../testing/build-session.ts';
import { hunk } from '../test-support/hunk.ts';
import { edit } from '../test-support/show-part.tsx';
import { Diff } from './Diff.tsx';

const LINES = Array.from({ length: 300 }, (_, index) => `+const value${index} = ${index};`);

/** A replay of which long texts are loaded when they are looked at, as those of a long session are. */
async function openInBrief(): Promise<ReplayStore> {
  const records = buildRecords(edit('c1', 'src/a.ts', { hunks: [hunk(1, 1, ...LINES)] }));
  const brief = records.map((record) => briefRecord(record, { from: '0', to: '1', n: record.n }));
  const store = createReplay(recordsSource(brief, {
    text: async ({ $blob }) => {
      const record = records[Number($blob.split(':')[3])];
      return JSON.stringify($blob.endsWith('/hunks') ? record?.data['hunks'] : record);
    },
  }));
  await waitFor(() => expect(store.getState().status).toBe('ready'));
  store.select(store.getState().model.events[2]?.id);
  return store;
}

test('a large change of a long session has its figures at once, and its lines when it is shown', async () => {
  const store = await openInBrief();
  expect(store.getState().model.files[0]?.changes[0]?.hunks).toEqual([]);
  render(<ReplayRoot store={store}><Diff /></ReplayRoot>);
  const file = screen.getByRole('article', { name: 'src/a.ts' });
  expect(file).toHaveTextContent('+300');
  await waitFor(() => expect(file).toHaveTextContent('const value0 = 0;'));
});

test('the row of a large change of a long session shows its first lines', async () => {
  const store = await openInBrief();
  render(<ReplayRoot store={store}><Events /></ReplayRoot>);
  expect(await screen.findByText('const value0 = 0;')).toBeVisible();
});

test('the record behind a row of a long session is shown and copied as it was recorded', async () => {
  const store = await openInBrief();
  const user = userEvent.setup();
  render(<ReplayRoot store={store}><Raw /></ReplayRoot>);
  await waitFor(() => expect(within(screen.getByRole('group', { name: 'Record' })).queryByText(/const value299 = 299/)).not.toBeNull());
  await user.click(screen.getByRole('button', { name: 'Copy record' }));
  await waitFor(async () => expect(await navigator.clipboard.readText()).toContain('const value299 = 299'));
});
