import type { JsonObject, ReviewAnnotations, ReviewAnnotationType } from '@playhead/protocol';
import type { AnnotationDraft } from '@playhead/replay-core';

/** A draft whose data fit its type. */
export function draft<Type extends ReviewAnnotationType>(type: Type, data: ReviewAnnotations[Type]): AnnotationDraft {
  return { type, data: data as unknown as JsonObject }; // texts, numbers and lists of texts: JSON, though an interface has no index
}
