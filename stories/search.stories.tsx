import type { SourceHits } from '@playhead/replay-core';
import { Events, Search } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import preview from './.storybook/preview.tsx';
import { cardsSession } from './fixtures/cards-session.ts';

const bar = { width: 420, height: 45, className: 'ph-pane' };
const meta = preview.meta({ title: 'Parts/Search', component: Search, parameters: { frame: bar }, render: (args) => <div className="ph-pane__bar"><Search {...args} /></div> });
const records = cardsSession();
const query = (text: string) => (store: { setQuery: (query: string) => void }) => store.setQuery(text);

export const Empty = meta.story({});
export const Hits = meta.story({ parameters: { replay: { recording: records, at: records.findIndex(({ call }) => call === 'edit-2') + 2, prepare: query('revokeFamily') } } });
export const NoHits = meta.story({ parameters: { replay: { recording: records, prepare: query('unheard of') } } });

const FOUR_TENTHS = { ids: [], progress: { readBytes: 400_000_000, totalBytes: 1_000_000_000 } };

/** A long log is searched in the background: it stands at four tenths. */
async function* runs(_: string, signal: AbortSignal): AsyncGenerator<SourceHits> {
  while (!signal.aborted) {
    yield FOUR_TENTHS;
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
}

export const Running = meta.story({
  parameters: { replay: { recording: records, prepare: query('token'), search: runs } },
  play: async ({ canvas }) => { await canvas.findByText(/ so far, 40%$/); },
});
export const RunningNarrow = meta.story({ ...Running.input, parameters: { ...Running.input.parameters, frame: { ...bar, width: 280 } } });

/** The log could not be read on. */
async function* stops(): AsyncGenerator<SourceHits> {
  yield FOUR_TENTHS;
  throw new Error('The connection was lost.');
}

export const Stopped = meta.story({
  parameters: { replay: { recording: records, prepare: query('token'), search: stops } },
  play: async ({ canvas }) => { await canvas.findByRole('button', { name: 'Search again' }); },
});
export const StoppedNarrow = meta.story({ ...Stopped.input, parameters: { ...Stopped.input.parameters, frame: { ...bar, width: 280 } } });
export const Narrow = meta.story({ parameters: { replay: { recording: records, prepare: query('token') }, frame: { ...bar, width: 280 } } });
export const RightToLeft = meta.story({ parameters: { replay: { recording: 'rtl' } }, globals: { direction: 'rtl' } });

/** What was found is marked in the list. */
export const WithEvents = meta.story({
  parameters: { replay: { recording: records, at: records.findIndex(({ call }) => call === 'edit-2') + 2, prepare: query('token') }, frame: { width: 576, height: 560, className: 'ph-pane' } },
  render: (args) => <div style={{ display: 'grid', gridTemplateRows: 'auto minmax(0, 1fr)', blockSize: '100%' }}><div className="ph-pane__bar"><Search {...args} /></div><Events /></div>,
});

Empty.test('counts and steps through hits by keys', async ({ canvas, userEvent }) => {
  const field = canvas.getByRole('searchbox', { name: 'Search events' });
  await userEvent.type(field, 'jwt{Enter}');
  await expect(await canvas.findByText(/^\d+ of \d+$/)).toBeVisible();
  await userEvent.keyboard('{Escape}');
  await expect(field).toHaveValue('');
});
