import { isJsonObject, type Annotation, type JsonObject } from '@playhead/protocol';
import type { RecordGuard } from './record-guard.ts';

/**
 * An annotation as it may be stored: its author, its type and what it says are text like any other.
 *
 * @example
 * ```ts
 * await storage.annotate(sessionId, guardAnnotation(annotation, guard));
 * ```
 */
export function guardAnnotation(annotation: Annotation, guard: RecordGuard): Annotation {
  const { author, type, data } = annotation;
  const record = { $r: 1, id: '', p: '', e: 0, n: 0, at: 0, type: 'annotation', via: 'sdk', data: { author, type, data: parted(data) } } as const;
  const safe = guard.whole(record);
  if (safe === record) return annotation;
  const { author: safeAuthor, type: safeType, data: safeData } = safe.data;
  return { ...annotation, author: String(safeAuthor), type: String(safeType), data: !isJsonObject(safeData) ? {} : typeof data['marker'] === 'string' ? joined(safeData) : safeData };
}

/** The name of a marker is a rule and what it is about. As one text it may read like a secret with its name, as `redacted-secret:toolu_1` does, and what is said of a changed name is about nothing. */
function parted(data: JsonObject): JsonObject {
  const { marker } = data;
  const at = typeof marker === 'string' ? marker.indexOf(':') : -1;
  return typeof marker === 'string' && at > 0 ? { ...data, marker: [marker.slice(0, at), marker.slice(at + 1)] } : data;
}

function joined(data: JsonObject): JsonObject {
  const { marker } = data;
  return Array.isArray(marker) ? { ...data, marker: marker.join(':') } : data;
}
