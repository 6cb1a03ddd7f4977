import type { Annotation } from '@playhead/protocol';
import type { AnnotationStorage } from './server-annotations.ts';

const DATABASE = 'playhead-annotations';
const TABLE = 'annotations';

/**
 * Annotations of recordings that no server has: kept in this browser by the session's id, so that they are there when the file is
 * opened again; where the browser keeps nothing, for as long as the page is open.
 */
export function browserAnnotations(): AnnotationStorage {
  const memory = new Map<string, Annotation[]>();
  let opening: Promise<IDBDatabase> | undefined;
  const database = (): Promise<IDBDatabase> => (opening ??= open());
  return {
    async annotate(sessionId, annotation) {
      const own = memory.get(sessionId) ?? [];
      if (!own.some(({ id }) => id === annotation.id)) memory.set(sessionId, [...own, annotation]);
      if (typeof indexedDB === 'undefined') return;
      const table = (await database()).transaction(TABLE, 'readwrite').objectStore(TABLE);
      const key = `${sessionId} ${annotation.id}`;
      if ((await done(table.getKey(key))) === undefined) await done(table.add({ key, annotation })); // what is kept under an id stays as it is
    },
    async annotations(sessionId) {
      const own = memory.get(sessionId) ?? [];
      if (typeof indexedDB === 'undefined') return own;
      const table = (await database().catch(() => undefined))?.transaction(TABLE).objectStore(TABLE);
      const rows = table ? await done<{ readonly annotation: Annotation }[]>(table.getAll(IDBKeyRange.bound(`${sessionId} `, `${sessionId} \uffff`))) : []; // rows that `annotate` put there
      const kept = new Set(rows.map(({ annotation }) => annotation.id));
      return [...rows.map(({ annotation }) => annotation), ...own.filter(({ id }) => !kept.has(id))];
    },
  };
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => { request.result.createObjectStore(TABLE, { keyPath: 'key' }); };
  return done(request);
}

function done<Result>(request: IDBRequest): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as Result); // what was asked for
    request.onerror = () => reject(request.error ?? new Error('The browser keeps nothing for this page.'));
  });
}
