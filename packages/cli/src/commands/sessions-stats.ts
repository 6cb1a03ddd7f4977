import { collectStatistics } from '@playhead/replay-core/metrics';
import type { Command } from '../command.ts';
import { asKeptOption, measuredFigures } from '../figures/measure-missing.ts';
import { statisticsLines } from '../figures/statistics-lines.ts';
import { noPagerOption, printLines } from '../screen/pager.ts';
import { styleOf } from '../screen/style.ts';
import { oneOf } from './list-options.ts';
import { filterOf, filterOptions } from './session-filter.ts';
import { dirOption, jsonOption, wholeNumber } from './shared-options.ts';
import { withStorage } from './with-session.ts';

const PERIODS = ['day', 'week', 'month'] as const;

/** `playhead sessions stats`: recordings in figures. */
export const sessionsStatsCommand: Command = {
  name: 'sessions stats',
  about: 'recordings in figures: success, duration, iterations, tokens and cost, by project, agent, tool and model, and over time',
  examples: [
    { line: 'sessions stats', about: 'all recordings, day by day' },
    { line: 'sessions stats --by week --after 4w --project shop', about: 'the last four weeks of a project' },
    { line: 'sessions stats --json', about: 'for programs; docs/reference/metrics.md says what each figure means' },
  ],
  options: {
    ...filterOptions,
    by: { type: 'string', values: PERIODS, about: 'stretches of which time, in UTC: day (default), week or month' },
    most: { type: 'string', value: 'number', about: 'how many projects, agents, tools and models to name (default 20)' },
    'as-kept': asKeptOption, 'no-pager': noPagerOption, dir: dirOption, json: jsonOption,
  },
  async run(input, context) {
    const [period, most, filter] = [oneOf(input, 'by', PERIODS), wholeNumber(input, 'most', { min: 1, max: 1000 }), filterOf(input)];
    return withStorage(input, context, async (storage) => {
      const document = await measuredFigures(storage, input, context, (options) => collectStatistics(storage, filter, { ...options, ...(period && { period }), ...(most !== undefined && { most }) }));
      if (input.flag('json')) context.output.line(JSON.stringify(document));
      else if (document.cover.sessions === 0) context.output.line(Object.keys(filter).length > 0 ? 'no session fits; playhead sessions list shows all' : 'no sessions are recorded here yet; wire Claude Code with playhead init claude');
      else await printLines(statisticsLines(document, { columns: context.screen?.columns, style: styleOf(context) }), input, context);
      return 0;
    });
  },
};
