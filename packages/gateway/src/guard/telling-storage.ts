import { isPlayheadError, type SessionStorage } from '@playhead/protocol';

/** A storage, and whether it refused records because their session was made private. */
export interface TellingStorage {
  readonly storage: Promise<SessionStorage>;
  readonly wasDropped: () => boolean;
}

/** Hears that a session was dropped: a recorder throws away what is left of it and tells nobody, as nothing went wrong. */
export function tellingStorage(opening: Promise<SessionStorage>): TellingStorage {
  let isDropped = false;
  const tell = (error: unknown): never => {
    if (isPlayheadError(error, 'session_dropped')) isDropped = true;
    throw error;
  };
  const storage = opening.then((opened): SessionStorage => {
    const { appendSync } = opened;
    return Object.create(opened, {
      append: { value: (...given: Parameters<SessionStorage['append']>) => opened.append(...given).catch(tell) },
      create: { value: (...given: Parameters<SessionStorage['create']>) => opened.create(...given).catch(tell) },
      ...(appendSync && { appendSync: { value: (...given: Parameters<typeof appendSync>) => {
        try {
          return appendSync.apply(opened, given);
        } catch (error) {
          return tell(error);
        }
      } } }),
    }) as SessionStorage; // what it is made of, but for these
  });
  storage.catch(() => {}); // told where it is used
  return { storage, wasDropped: () => isDropped };
}
