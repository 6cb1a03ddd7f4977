// A name added here is a promise.

// A session in figures that add up
export { metricsOf } from './session-metrics.ts';
export type { MetricsOptions } from './session-metrics.ts';
export { CATALOG_KINDS, METRICS_VERSION } from './types.ts';
export type { CallMetrics, CatalogKind, LoopMetrics, MetricEntry, SessionMetrics, UsedTurns } from './types.ts';
export { meanOf, quantileOf } from './distribution.ts';
export type { Distribution } from './distribution.ts';

// Kept with the session
export { keepFigures, keptMetrics } from './kept-metrics.ts';
export type { KeptFigures } from './kept-metrics.ts';
export type { PackedMetrics, UnpackOptions } from './packed-metrics.ts';

// Of many sessions
export { collectStatistics } from './collect-statistics.ts';
export type { StatisticsOptions } from './collect-statistics.ts';
export { STATISTICS_DOCUMENT_VERSION } from './statistics-document.ts';
export type { StatisticsDocument, StatisticsGroup, StatisticsPeriod, StatisticsSpan, StatisticsSums, StatisticsTop, StatisticsUse } from './statistics-document.ts';
export { figuresSource } from './figures-source.ts';
export type { MeasuredSession } from './figures-source.ts';
export { collectCatalog } from './collect-catalog.ts';
export type { CatalogOptions } from './collect-catalog.ts';
export { compareVersions } from './compare-versions.ts';
export type { CompareOptions } from './compare-versions.ts';
export { CATALOG_DOCUMENT_VERSION } from './catalog-document.ts';
export type { CatalogDocument, CatalogItem, CatalogSession, CatalogVersion, ComparedFigure, ComparedMeasure, ComparedSide, ComparisonDocument } from './catalog-document.ts';
export { countFacets } from '../review/session-facets.ts';
export type { CountFacetsOptions, FacetValue, SessionFacet, SessionFacets } from '../review/session-facets.ts';
export { FACET_NAMES } from '../review/session-conditions.ts';
export type { FacetName } from '../review/session-conditions.ts';
export type { FiguresCover, FiguresQuery, FiguresSource, GatherOptions } from './session-figures.ts';
