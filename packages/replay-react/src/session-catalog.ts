// A name added here is a promise.

// What many sessions used
export { SessionCatalog } from './session-catalog/SessionCatalog.tsx';
export type { SessionCatalogProps } from './session-catalog/SessionCatalog.tsx';
export type { CatalogPlace } from './session-catalog/catalog-place.ts';
export type { CatalogVersions } from './session-catalog/Comparison.tsx';
export type { SessionStatsChoices } from './session-stats/StatsFilters.tsx';
export type { SessionCatalogMessages } from './session-catalog/session-catalog-messages.ts';
