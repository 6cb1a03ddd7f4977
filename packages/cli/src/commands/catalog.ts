import { PlayheadError } from '@playhead/protocol';
import { CATALOG_KINDS, collectCatalog, compareVersions } from '@playhead/replay-core/metrics';
import type { Command } from '../command.ts';
import { catalogLines, comparisonLines } from '../figures/catalog-lines.ts';
import { asKeptOption, measuredFigures } from '../figures/measure-missing.ts';
import { noPagerOption, printLines } from '../screen/pager.ts';
import { styleOf } from '../screen/style.ts';
import { oneOf } from './list-options.ts';
import { filterOf, filterOptions } from './session-filter.ts';
import { dirOption, jsonOption, wholeNumber } from './shared-options.ts';
import { withStorage } from './with-session.ts';

/** What stands for the version of which nobody told it. */
const NO_VERSION = '-';

/** `playhead catalog`: what recordings used. */
export const catalogCommand: Command = {
  name: 'catalog',
  about: 'skills, MCP servers and tools, plugins, subagents, models and tools of the recordings, with versions, first and last seen, calls, failures and latency',
  examples: [
    { line: 'catalog', about: 'the most used first' },
    { line: 'catalog --kind skill --project shop', about: 'the skills of a project' },
    { line: 'catalog --kind mcp_server --json', about: 'for programs' },
  ],
  readsRecordings: true,
  options: {
    kind: { type: 'string', values: CATALOG_KINDS, about: CATALOG_KINDS.join(', ') },
    name: { type: 'string', about: 'only what is named so; a tool of MCP is named server/tool' },
    ...filterOptions,
    most: { type: 'string', value: 'number', about: 'how many to name, the most used (default 200)' },
    'as-kept': asKeptOption, 'no-pager': noPagerOption, dir: dirOption, json: jsonOption,
  },
  async run(input, context) {
    const [kind, name, most, filter] = [oneOf(input, 'kind', CATALOG_KINDS), input.text('name'), wholeNumber(input, 'most', { min: 1, max: 1000 }), filterOf(input)];
    return withStorage(input, context, async (storage) => {
      const document = await measuredFigures(storage, input, context, (options) => collectCatalog(storage, filter, { ...options, ...(kind && { kinds: [kind] }), ...(name !== undefined && { name }), ...(most !== undefined && { most }) }));
      if (input.flag('json')) context.output.line(JSON.stringify(document));
      else if (document.items.length === 0) context.output.line('nothing of that kind was used in the recordings that fit');
      else await printLines(catalogLines(document, { columns: context.screen?.columns, style: styleOf(context) }), input, context);
      return 0;
    });
  },
};

/** `playhead catalog compare`: one version against another. */
export const catalogCompareCommand: Command = {
  name: 'catalog compare',
  usage: '<kind> <name> [<version> <version>]',
  about: 'compare two versions: first turns accepted, failures, retries, latency and tokens, each with how sure it is; without versions the last two',
  examples: [
    { line: 'catalog compare skill review', about: 'the last two versions of a skill' },
    { line: 'catalog compare skill review 1.0 1.1 --json', about: 'two versions, for programs' },
  ],
  positionals: { min: 2, max: 4 },
  completes: CATALOG_KINDS,
  readsRecordings: true,
  options: { ...filterOptions, 'as-kept': asKeptOption, 'no-pager': noPagerOption, dir: dirOption, json: jsonOption },
  async run(input, context) {
    const [word, name = '', first, second] = input.positionals;
    const kind = CATALOG_KINDS.find((one) => one === word);
    if (!kind) throw new PlayheadError('usage', `The kind must be one of ${CATALOG_KINDS.join(', ')}, not "${word ?? ''}".`);
    if (first !== undefined && second === undefined) throw new PlayheadError('usage', `One version has nothing to stand beside. Name two, ${NO_VERSION} for the one of which nobody told it, or none for the last two.`);
    const versionOf = (text: string): string => (text === NO_VERSION ? '' : text);
    const filter = filterOf(input);
    return withStorage(input, context, async (storage) => {
      // Before anything is measured there may seem to be nothing to compare.
      await measuredFigures(storage, input, context, (options) => collectCatalog(storage, filter, { ...options, kinds: [kind], name }));
      const document = await compareVersions(storage, filter, { signal: context.signal, kind, name, ...(first !== undefined && second !== undefined && { versions: [versionOf(first), versionOf(second)] }) });
      if (input.flag('json')) context.output.line(JSON.stringify(document));
      else await printLines(comparisonLines(document, { columns: context.screen?.columns, style: styleOf(context) }), input, context);
      return 0;
    });
  },
};
