import type { Annotation, SessionStorage } from '@playhead/protocol';
import type { ServerRequest } from '../access/server-request.ts';

/** Where annotations are kept. */
export type AnnotationStorage = Pick<SessionStorage, 'annotate' | 'annotations'>;

/** Annotations on the page's own server. */
export function serverAnnotations(request: ServerRequest): AnnotationStorage {
  const addressOf = (sessionId: string): string => `/api/v1/sessions/${encodeURIComponent(sessionId)}/annotations`;
  return {
    async annotations(sessionId) {
      const response = await request(addressOf(sessionId), { headers: { accept: 'application/json' } });
      if (!response.ok) throw new Error(`The server answered ${response.status}, so what was said of this session is not shown.`);
      // The answer of our own server, of the type that it declares; the replay reads annotations with care.
      return ((await response.json()) as { readonly annotations?: readonly Annotation[] }).annotations ?? [];
    },
    async annotate(sessionId, annotation) {
      const response = await request(addressOf(sessionId), { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(annotation) });
      if (!response.ok) throw new Error(`The server answered ${response.status}, so a note was not stored. Open this page with a token that may add notes.`);
    },
  };
}
