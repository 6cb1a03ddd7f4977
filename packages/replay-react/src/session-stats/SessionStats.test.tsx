import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderToString } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import type { StatisticsSpan } from '@playhead/replay-core/metrics';
import { statisticsDocument, sumsOf } from '../../../../stories/fixtures/statistics.ts';
import { fillSpans } from './fill-spans.ts';
import { SessionStats } from './SessionStats.tsx';

test('says how many sessions there were, how they ended, what they took and cost', () => {
  render(<SessionStats statistics={statisticsDocument(100)} />);
  const figures = within(screen.getByRole('group', { name: 'Figures' }));
  expect(figures.getByRole('group', { name: 'Sessions' })).toHaveTextContent('10099 ended');
  expect(figures.getByRole('group', { name: 'Success rate' })).toHaveTextContent('64.6%');
  expect(figures.getByRole('group', { name: 'Average duration' })).toHaveTextContent('11m 0smedian 8m 0s');
  expect(figures.getByRole('group', { name: 'Cost' })).toHaveTextContent('$83.00');
  expect(screen.queryByRole('group', { name: 'Actor and critic' })).toBeNull();
});

test('names projects, agents, tools and models with their figures, and time as bars with a table', () => {
  render(<SessionStats statistics={statisticsDocument(100)} />);
  expect(within(screen.getByRole('table', { name: 'By project' })).getByRole('row', { name: /^api-service/ })).toHaveTextContent('api-service4265.9%11m 0s3m$34.86');
  expect(within(screen.getByRole('table', { name: 'By tool' })).getByRole('row', { name: /^github\/create/ })).toHaveTextContent('–');
  expect(within(screen.getByRole('table', { name: 'By model' })).getByRole('row', { name: /^claude-haiku/ })).toHaveTextContent('$1.84');
  expect(screen.getByRole('table', { name: 'By agent' })).toBeVisible();
  expect(within(screen.getByRole('table', { name: 'Sessions' })).getByRole('row', { name: /^5 Oct 2026/ })).toHaveTextContent('5 Oct 202601');
});

test('shows the rates of loops of actor and critic where there were some', () => {
  render(<SessionStats statistics={statisticsDocument(100, { loops: true })} />);
  const loops = screen.getByRole('group', { name: 'Actor and critic' });
  for (const told of ['Iterations2.6in 12 loops', 'First-try rate42%', 'Waste rate19%', 'Critic approval39%', 'Improvement71%', 'Cycle time1m 36s']) expect(loops).toHaveTextContent(told);
});

test('a click on a project leaves its sessions, a menu those of an agent, and other stretches of time are asked for', async () => {
  const [onFiltersChange, onPeriodChange] = [vi.fn(), vi.fn()];
  render(<SessionStats statistics={statisticsDocument(100)} filters={{ search: 'auth' }} onFiltersChange={onFiltersChange} onPeriodChange={onPeriodChange} />);
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: 'docs' }));
  expect(onFiltersChange).toHaveBeenLastCalledWith({ search: 'auth', project: 'docs' });
  await user.selectOptions(screen.getByRole('combobox', { name: 'Agent' }), 'Cowork');
  expect(onFiltersChange).toHaveBeenLastCalledWith({ search: 'auth', agent: 'Cowork' });
  await user.click(screen.getByRole('button', { name: 'Week' }));
  expect(onPeriodChange).toHaveBeenLastCalledWith('week');
});

test('says why there are no figures and what to do', async () => {
  const [retry, clear] = [vi.fn(), vi.fn()];
  const user = userEvent.setup();
  const { rerender } = render(<SessionStats status="loading" />);
  expect(screen.getByRole('status', { name: 'Adding up sessions' })).toBeVisible();
  rerender(<SessionStats status="error" error="The server is away." onRetry={retry} />);
  expect(screen.getByRole('alert')).toHaveTextContent('The statistics could not be loadedThe server is away.');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  expect(retry).toHaveBeenCalledTimes(1);
  rerender(<SessionStats statistics={statisticsDocument(0)} />);
  expect(screen.getByText('No sessions yet')).toBeVisible();
  rerender(<SessionStats statistics={statisticsDocument(0)} filters={{ project: 'gone' }} onFiltersChange={clear} />);
  await user.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(clear).toHaveBeenCalledWith({});
});

test('figures stay where the latest could not be had, and those that are not all are said to be so', () => {
  render(<SessionStats statistics={statisticsDocument(100, { missing: 1 })} status="error" error="The server is away." />);
  expect(screen.getByText('These figures are not up to date.')).toBeVisible();
  expect(screen.getByRole('group', { name: 'Figures' })).toBeVisible();
  expect(screen.getByText(/^1 session is not measured yet and counts/)).toBeVisible();
});

test('shows what hides in names, markup as text, and is drawn on a server', () => {
  render(<SessionStats statistics={statisticsDocument(100, { name: (name) => `<img src=x>\u202e${name}` })} onFiltersChange={() => undefined} />);
  expect(screen.queryByRole('img')).toBeNull();
  expect(screen.getByRole('table', { name: 'By tool' })).toHaveTextContent('<img src=x>U+202EBash');
  expect(renderToString(<SessionStats statistics={statisticsDocument(100)} locale="de" />)).toContain('83,00');
});

test('time is drawn evenly: stretches without a session are there, and the latest sixty are shown', () => {
  const span = (...date: [number, number, number]): StatisticsSpan => ({ from: Date.UTC(...date) * 1000, ...sumsOf(2) });
  const days = (shown: ReturnType<typeof fillSpans>): string[] => shown.map(({ from, sums }) => `${new Date(from).toISOString().slice(0, 10)} ${sums?.sessions ?? 0}`);
  expect(days(fillSpans([span(2026, 1, 27), span(2026, 2, 2)], 'day'))).toEqual(['2026-02-27 2', '2026-02-28 0', '2026-03-01 0', '2026-03-02 2']);
  expect(days(fillSpans([span(2025, 11, 1), span(2026, 1, 1)], 'month'))).toEqual(['2025-12-01 2', '2026-01-01 0', '2026-02-01 2']);
  expect(fillSpans([span(1971, 0, 1), span(2026, 0, 1)], 'day')).toHaveLength(60);
  expect(fillSpans([], 'week')).toEqual([]);
});
