import type { DerivedStorage, SessionInfo, SessionStorage } from '@playhead/protocol';
import { withSilence } from '../model/silent.ts';
import type { SessionModel } from '../model/types.ts';
import { keepMarkersOf, type FiguresStorage, type KeepReviewMarkersOptions } from '../review/kept-markers.ts';
import { MOST_COUNTED_RECORDS, readModel } from '../review/read-model.ts';
import { packMetrics, unpackMetrics, type PackedMetrics, type UnpackOptions } from './packed-metrics.ts';
import { metricsOf } from './session-metrics.ts';
import { METRICS_VERSION } from './types.ts';

/** What it is kept as. */
export const METRICS_NAME = 'metrics';

/** Which part of it was made. */
export interface KeptFigures {
  readonly markers: boolean;
  readonly metrics: boolean;
}

/**
 * Measures a session with {@link metricsOf} and counts what of it asks for a review, and keeps both with the session, for lists, statistics
 * and catalogs: those read no log. The log is read once. Call it when a session ends or was imported. What is kept of a session that did not
 * change since is left as it is; of one with more than `mostRecords` records it is kept that there are too many.
 *
 * @returns What was made anew.
 * @throws PlayheadError `aborted`, and whatever the storage reports.
 *
 * @example
 * ```ts
 * await keepFigures(storage, sessionId);
 * ```
 */
export async function keepFigures(storage: FiguresStorage, sessionId: string, options: KeepReviewMarkersOptions = {}): Promise<KeptFigures> {
  const info = storage.capabilities.derived ? await storage.get(sessionId) : undefined;
  if (!info || info.dropped) return { markers: false, metrics: false };
  let reading: Promise<SessionModel> | undefined;
  const model = (): Promise<SessionModel> => (reading ??= readModel(storage, info, options));
  const markers = await keepMarkersOf(storage, info, model, options);
  return { markers, metrics: await keepMetricsOf(storage, info, model, options) };
}

async function keepMetricsOf(storage: Pick<SessionStorage, 'derived'>, info: SessionInfo, model: () => Promise<SessionModel>, { mostRecords = MOST_COUNTED_RECORDS }: KeepReviewMarkersOptions): Promise<boolean> {
  const { sessionId, events, bytes } = info; // of before it is read: what is added meanwhile is measured the next time
  const before = await keptMetrics(storage, sessionId, { kinds: [] });
  if (before?.events === events && before.bytes === bytes && (before.metrics || events > mostRecords)) return false;
  const metrics = events > mostRecords ? undefined : metricsOf(withSilence(await model(), info));
  await storage.derived.put(sessionId, METRICS_NAME, METRICS_VERSION, packMetrics({ events, ...(bytes !== undefined && { bytes }), ...(metrics && { metrics }) }));
  return true;
}

/**
 * What {@link keepFigures} kept of a session, with how many records it had then; undefined where it kept nothing.
 *
 * @param options.kinds - Only entries of these kinds: entries are most of it. Default all.
 *
 * @example
 * ```ts
 * const { metrics } = (await keptMetrics(storage, sessionId)) ?? {};
 * ```
 */
export async function keptMetrics({ derived }: { readonly derived: Pick<DerivedStorage, 'get'> }, sessionId: string, options: UnpackOptions = {}): Promise<PackedMetrics | undefined> {
  // What cannot be read is not there: it can be made again.
  const bytes = await derived.get(sessionId, METRICS_NAME, METRICS_VERSION).catch(() => undefined);
  return bytes && unpackMetrics(bytes, options);
}
