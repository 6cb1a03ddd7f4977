import { isJsonObject, type Annotation } from '@playhead/protocol';

/**
 * Annotations by time, of one time by id; each once, and what is none left out. Whatever order they come in, the result is the same one: so
 * reviews of several people are merged by throwing their annotations together. Internal.
 */
export function annotationsInOrder(annotations: readonly Annotation[]): readonly Annotation[] {
  const once = new Map<string, Annotation>();
  for (const annotation of annotations) {
    if (!isAnnotation(annotation)) continue;
    const known = once.get(annotation.id);
    // Whoever changed what stands under an id, everybody keeps the same one.
    if (!known || textOf(annotation) < textOf(known)) once.set(annotation.id, annotation);
  }
  return [...once.values()].sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
}

/** Hosts hand annotations in from wherever they keep them. */
function isAnnotation(value: unknown): value is Annotation {
  return isJsonObject(value) && typeof value['id'] === 'string' && typeof value['author'] === 'string' && typeof value['type'] === 'string' && Number.isFinite(value['at']) && isJsonObject(value['data']);
}

function textOf(annotation: Annotation): string {
  try {
    return JSON.stringify(annotation);
  } catch {
    return ''; // nested too deeply to be written
  }
}
