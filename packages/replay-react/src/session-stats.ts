// A name added here is a promise.

// Figures of many sessions
export { SessionStats } from './session-stats/SessionStats.tsx';
export type { SessionStatsProps } from './session-stats/SessionStats.tsx';
export type { SessionStatsChoices } from './session-stats/StatsFilters.tsx';
export type { SessionStatsMessages } from './session-stats/session-stats-messages.ts';
