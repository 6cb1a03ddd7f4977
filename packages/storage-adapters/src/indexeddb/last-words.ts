/** Lines of a session. */
export interface Words {
  readonly sessionId: string;
  readonly text: string;
}

/**
 * Copies of what a page hands over while it is left or hidden. A browser may look at its quota before it commits, and gives up the transaction when the
 * page is gone by then; what is put into `localStorage` (up to about 5 MB) stays. A line that was stored both ways is stored once.
 */
export interface LastWords {
  /** Keeps a copy, where the page is left or hidden in this turn. */
  keep(words: Words): void;
  /** What pages kept. */
  kept(): readonly (Words & { readonly key: string })[];
  remove(keys: readonly string[]): void;
  close(): void;
}

/** Makes it for one database. A worker has none. */
export function createLastWords(databaseName: string): LastWords {
  const prefix = `playhead ${databaseName} `;
  const stop = new AbortController();
  const { addEventListener, document } = globalThis as Partial<Pick<typeof globalThis, 'addEventListener' | 'document'>>; // Node and workers have no page
  const store = (): Storage | undefined => {
    try {
      return document ? globalThis.localStorage : undefined;
    } catch {
      return undefined; // the page may not have it
    }
  };
  let count = 0; // copies are found in the order they were made
  const put = (words: Words): void => {
    try {
      store()?.setItem(`${prefix}${Date.now()} ${String(count).padStart(9, '0')} ${Math.random()}`, JSON.stringify(words));
      count += 1;
    } catch {
      // there is no room: the database has it, most likely
    }
  };
  let left = false;
  let handed: Words[] = []; // in this turn: whoever hands over when a page is left may be told of it before this is
  const putHanded = (): void => {
    for (const words of handed) put(words);
    handed = [];
  };
  const listen = (type: string, listener: () => void): void => addEventListener?.(type, listener, stop);
  if (document) {
    listen('pagehide', () => {
      left = true;
      putHanded();
    });
    listen('pageshow', () => { left = false; });
    listen('visibilitychange', () => { if (document.visibilityState === 'hidden') putHanded(); }); // nothing else is told to a page that is ended while it is hidden
  }
  return {
    keep(words) {
      if (left) return put(words);
      if (!document) return;
      if (handed.length === 0) setTimeout(() => { handed = []; });
      handed.push(words);
    },
    kept() {
      const found = store();
      return Object.keys(found ?? {}).filter((key) => key.startsWith(prefix)).sort().flatMap((key) => {
        const words = parsed(found?.getItem(key) ?? '');
        return words ? [{ ...words, key }] : [];
      });
    },
    remove(keys) {
      for (const key of keys) store()?.removeItem(key);
    },
    close: () => stop.abort(),
  };
}

function parsed(text: string): Words | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('sessionId' in value && 'text' in value)) return undefined;
    const { sessionId, text: lines } = value;
    return typeof sessionId === 'string' && typeof lines === 'string' ? { sessionId, text: lines } : undefined;
  } catch {
    return undefined; // of somebody else
  }
}
