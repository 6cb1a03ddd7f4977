import { useState, type ReactElement } from 'react';
import { SessionStats, type SessionStatsProps } from '@playhead/replay-react/session-stats';
import '@playhead/replay-react/session-stats.css';
import { expect } from 'storybook/test';
import preview from './.storybook/preview.tsx';
import { replayOf } from './.storybook/with-replay.tsx';
import { statisticsDocument } from './fixtures/statistics.ts';

const meta = preview.meta({
  title: 'Parts/SessionStats', component: SessionStats, parameters: { replay: { root: false } },
  args: { statistics: statisticsDocument(214) },
  render: (args: SessionStatsProps, context) => {
    const { theme, density, dir, locale } = replayOf(context).props;
    return <SessionStats {...args} {...(theme && { theme })} {...(density && { density })} {...(dir && { dir })} {...(locale && { locale })} />;
  },
});

function Narrowing(args: SessionStatsProps): ReactElement {
  const [filters, setFilters] = useState(args.filters ?? {});
  const [period, setPeriod] = useState(args.statistics?.period ?? 'day');
  return <SessionStats {...args} filters={filters} onFiltersChange={setFilters} onPeriodChange={setPeriod} statistics={statisticsDocument(filters.project === undefined ? 214 : 64, { period, loops: true })} choices={{ projects: ['api-service', 'web-frontend'], agents: ['Claude Code', 'Cowork'], tags: ['auth'] }} />;
}

/** With filters, loops of actor and critic, and stretches of time to choose from. */
export const Everything = meta.story({ render: (args) => <Narrowing {...args} /> });

/** Figures alone. */
export const Figures = meta.story({});

export const OneSession = meta.story({ args: { statistics: statisticsDocument(1) } });

export const Weeks = meta.story({ args: { statistics: statisticsDocument(100, { period: 'week' }) } });

/** A server that was just started has not measured everything yet. */
export const NotAllMeasured = meta.story({ args: { statistics: statisticsDocument(214, { missing: 41 }) } });

export const Empty = meta.story({ args: { statistics: statisticsDocument(0) } });

export const NoMatch = meta.story({ args: { statistics: statisticsDocument(0), filters: { project: 'gone' }, onFiltersChange: () => {} } });

export const Loading = meta.story({ args: { statistics: undefined, status: 'loading' } });

export const Failed = meta.story({ args: { statistics: undefined, status: 'error', error: 'The recording server answered 503. Try again in a moment.', onRetry: () => {} } });

export const NotUpToDate = meta.story({ args: { status: 'error', error: 'The recording server cannot be reached.', onRetry: () => {} } });

export const LongAndHostile = meta.story({ args: { statistics: statisticsDocument(214, { name: (text) => `<img src=x onerror=alert(1)>\u202e${text} ${'a very long name '.repeat(20)}` }), onFiltersChange: () => {} } });

export const RightToLeft = meta.story({ globals: { direction: 'rtl' } });

const boxed = (width: number) => ({
  render: (args: SessionStatsProps) => <Narrowing {...args} />,
  decorators: [(Story: () => ReactElement) => <div style={{ inlineSize: width, maxInlineSize: '100%' }}><Story /></div>],
});

export const Medium = meta.story(boxed(760));

export const Phone = meta.story(boxed(420));

export const Narrow = meta.story(boxed(320));

export const ForcedColours = meta.story({ tags: ['forced-colors'] });

Everything.test('narrows to a project by its name, and clears that again', async ({ canvas, userEvent }) => {
  await userEvent.click(canvas.getByRole('button', { name: 'web-frontend' }));
  await expect(canvas.getByRole('combobox', { name: 'Project' })).toHaveValue('web-frontend');
  await expect(canvas.getByRole('group', { name: 'Sessions' })).toHaveTextContent('64');
});
