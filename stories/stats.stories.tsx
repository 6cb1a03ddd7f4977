import { Stats } from '@playhead/replay-react';
import { expect } from 'storybook/test';
import preview from './.storybook/preview.tsx';
import { designSession } from './fixtures/design-session.ts';
import { turnsSession } from './fixtures/turns-session.ts';

const meta = preview.meta({ title: 'Parts/Stats', component: Stats, parameters: { frame: { width: 760 } } });

export const Everything = meta.story({ parameters: { replay: { recording: designSession() } } });

export const Golden = meta.story({});

export const Live = meta.story({ parameters: { replay: { recording: 'golden', live: true } } });

/** Tokens, cost and time of every turn, tools of several speeds, calls that were tried again. */
export const Turns = meta.story({ parameters: { replay: { recording: turnsSession() } } });

/** Where two charts fit beside each other, the third takes the whole row. */
export const TurnsMedium = meta.story({ parameters: { frame: { width: 600 }, replay: { recording: turnsSession() } } });

export const Empty = meta.story({ parameters: { replay: { recording: 'empty' } } });

export const Hostile = meta.story({ parameters: { replay: { recording: 'hostile' } } });

export const Huge = meta.story({ parameters: { replay: { recording: 'huge' } } });

export const Narrow = meta.story({ parameters: { frame: { width: 320 }, replay: { recording: designSession() } } });

export const RightToLeft = meta.story({ globals: { direction: 'rtl' } });

Everything.test('says where the time went', async ({ canvas }) => {
  await canvas.findByRole('group', { name: 'Time by' });
  await canvas.findByRole('table', { name: 'Time by Kind' });
});

TurnsMedium.test('leaves no chart alone beside an empty place', async ({ canvas }) => {
  const charts = (await canvas.findAllByRole('figure')).map((chart) => chart.getBoundingClientRect());
  const right = Math.max(...charts.map((chart) => chart.right));
  await expect(charts.length).toBe(3);
  await expect(charts.filter((chart, index) => chart.top !== charts[index + 1]?.top && chart.right < right - 1)).toEqual([]);
});
