// A name added here is a promise.

// A session in figures that add up
export { metricsOf } from './session-metrics.ts';
export type { MetricsOptions } from './session-metrics.ts';
export { METRICS_VERSION } from './types.ts';
export type { CallMetrics, CatalogKind, LoopMetrics, MetricEntry, SessionMetrics, UsedTurns } from './types.ts';
export { meanOf, quantileOf } from './distribution.ts';
export type { Distribution } from './distribution.ts';

// Kept with the session
export { keepFigures, keptMetrics } from './kept-metrics.ts';
export type { KeptFigures } from './kept-metrics.ts';
export type { PackedMetrics, UnpackOptions } from './packed-metrics.ts';
