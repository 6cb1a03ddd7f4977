import type { CatalogKind, ComparedFigure, ComparedMeasure } from '@playhead/replay-core/metrics';

/** Words of what sessions used. */
export interface SessionCatalogMessages {
  /** What assistive technology calls it, and its title. */
  readonly label: string;
  readonly kind: string;
  readonly anyKind: string;
  readonly kinds: Readonly<Record<CatalogKind, string>>;
  /** One of a kind. */
  readonly kindOf: Readonly<Record<CatalogKind, string>>;
  readonly name: string;
  readonly version: string;
  readonly versions: string;
  /** Stands for a version of which nobody told the name. */
  readonly noVersion: string;
  /** The newest version, and how many others there are. */
  readonly andOthers: (newest: string, count: number, written: string) => string;
  readonly sessions: string;
  readonly calls: string;
  readonly failed: string;
  readonly accepted: string;
  readonly retries: string;
  readonly median: string;
  readonly medianOfNewest: string;
  readonly slowest: string;
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly more: (count: number, written: string) => string;
  readonly unmeasured: (count: number, written: string) => string;
  /** Leads from one entry to all. */
  readonly all: string;
  readonly compare: string;
  readonly earlier: string;
  readonly later: string;
  /** What is compared where nobody chose. */
  readonly lastTwo: string;
  readonly oneVersion: string;
  readonly measure: string;
  readonly measures: Readonly<Record<ComparedMeasure, string>>;
  /** What a side was told from. */
  readonly told: (value: string, count: number, written: string, of: ComparedFigure['of']) => string;
  readonly difference: string;
  /** Of shares, in points of percent, with the interval that holds it. */
  readonly points: (value: string, low: string, high: string) => string;
  /** Of times and tokens: how often one of the later version is larger, with the interval that holds it. */
  readonly larger: (value: string, low: string, high: string) => string;
  readonly verdict: string;
  readonly verdicts: Readonly<Record<ComparedFigure['verdict'], string>>;
  /** What came out; measures are in words, joined. */
  readonly isWorse: (later: string, earlier: string, measures: string) => string;
  readonly isBetter: (later: string, earlier: string, measures: string) => string;
  readonly unclear: string;
  readonly tooFew: string;
  readonly confidence: (share: string) => string;
  readonly latest: (version: string) => string;
  readonly loading: string;
  readonly error: string;
  readonly comparing: string;
  readonly compareError: string;
  readonly stale: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly noMatch: string;
  readonly noMatchHint: string;
  readonly gone: string;
  readonly goneHint: string;
}

const plural = (count: number, written: string, noun: string): string => `${written} ${noun}${count === 1 ? '' : 's'}`;

/** The English words. */
export const sessionCatalogMessages: SessionCatalogMessages = {
  label: 'Catalog',
  kind: 'Kind',
  anyKind: 'All',
  kinds: { tool: 'Tools', mcp_server: 'MCP servers', mcp_tool: 'MCP tools', skill: 'Skills', plugin: 'Plugins', subagent: 'Subagents', model: 'Models' },
  kindOf: { tool: 'Tool', mcp_server: 'MCP server', mcp_tool: 'MCP tool', skill: 'Skill', plugin: 'Plugin', subagent: 'Subagent', model: 'Model' },
  name: 'Name',
  version: 'Version',
  versions: 'Versions',
  noVersion: 'Not told',
  andOthers: (newest, _count, written) => `${newest} +${written}`,
  sessions: 'Sessions',
  calls: 'Calls',
  failed: 'Failed',
  accepted: 'Accepted',
  retries: 'Retries',
  median: 'Median',
  medianOfNewest: 'Median, newest',
  slowest: '95th percentile',
  firstSeen: 'First seen',
  lastSeen: 'Last seen',
  more: (_count, written) => `and ${written} more`,
  unmeasured: (count, written) => `${plural(count, written, 'session')} ${count === 1 ? 'is' : 'are'} not measured yet and not in here.`,
  all: 'Catalog',
  compare: 'Version against version',
  earlier: 'Earlier version',
  later: 'Later version',
  lastTwo: 'The last two',
  oneVersion: 'Only one version was used, so there is nothing to compare it with.',
  measure: 'Measure',
  measures: { acceptance: 'First turn accepted', failure_rate: 'Calls failed', retry_rate: 'Calls tried again', latency: 'Latency', turn_duration: 'Duration of turns', turn_tokens: 'Tokens of turns', failed_steps: 'Steps failed in turns' },
  told: (value, count, written, of) => `${value} of ${count === 1 ? `${written} ${of.slice(0, -1)}` : `${written} ${of}`}`,
  difference: 'Difference',
  points: (value, low, high) => `${value} points (${low} to ${high})`,
  larger: (value, low, high) => `larger in ${value}% (${low} to ${high})`,
  verdict: 'Verdict',
  verdicts: { better: 'Better', worse: 'Worse', unclear: 'No difference shown', too_few: 'Too few to say' },
  isWorse: (later, earlier, measures) => `${later} is worse than ${earlier}: ${measures}.`,
  isBetter: (later, earlier, measures) => `${later} is better than ${earlier}: ${measures}.`,
  unclear: 'No difference is shown. There may be one that is smaller than what so many can show.',
  tooFew: 'Too few sessions used both versions to say anything. It takes five on each side.',
  confidence: (share) => `Where a difference is shown, all intervals hold together in ${share} of comparisons.`,
  latest: (version) => `Latest sessions with ${version}`,
  loading: 'Looking up what sessions used',
  error: 'The catalog could not be loaded',
  comparing: 'Comparing versions',
  compareError: 'The versions could not be compared',
  stale: 'This catalog is not up to date.',
  empty: 'Nothing was used yet',
  emptyHint: 'Skills, MCP servers and tools, plugins, subagents, models and tools of sessions are listed here, with their versions.',
  noMatch: 'Nothing of that kind was used',
  noMatchHint: 'No session that fits all of the filters used any.',
  gone: 'No session used it',
  goneHint: 'It is not in the catalog, or not in that of the sessions that fit the filters.',
};
