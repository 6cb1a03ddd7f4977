/** Hands sentences for assistive technology to the live region. */
export interface Announcer {
  announce(text: string): void;
  /** @returns Stops it. */
  subscribe(listener: (text: string) => void): () => void;
}

/** Makes an announcer that nobody listens to yet. */
export function createAnnouncer(): Announcer {
  const listeners = new Set<(text: string) => void>();
  return {
    announce: (text) => {
      for (const listener of listeners) listener(text);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
