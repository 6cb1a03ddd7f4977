import type { SessionStorage } from '@playhead/protocol';

/**
 * The same storage, with a word about each session that something was appended to by it.
 *
 * @param onAppend - Hears the session's id once the lines are stored.
 */
export function storageWithNews(storage: SessionStorage, onAppend: (sessionId: string) => void): SessionStorage {
  return new Proxy(storage, {
    get(target, name) {
      if (name === 'append') {
        return async (...given: Parameters<SessionStorage['append']>): Promise<void> => {
          await target.append(...given);
          onAppend(given[0]);
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value; // a method of the storage, which may ask for its own fields
    },
  });
}
