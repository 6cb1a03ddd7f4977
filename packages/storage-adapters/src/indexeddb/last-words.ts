/** Lines of a session. */
export interface Words {
  readonly sessionId: string;
  readonly text: string;
}

/**
 * Copies of what a page hands over while it is left. A browser may look at its quota before it commits, and gives up the transaction when the
 * page is gone by then; what is put into `localStorage` (up to about 5 MB) stays. A line that was stored both ways is stored once.
 */
export interface LastWords {
  /** Keeps a copy, where the page is being left. */
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
  let leaving = false;
  const { addEventListener, document } = globalThis as Partial<Pick<typeof globalThis, 'addEventListener' | 'document'>>; // Node and workers have no page
  const listen = (type: string, isLeaving: boolean): void => addEventListener?.(type, () => { leaving = isLeaving; }, { capture: true, signal: stop.signal });
  if (document) {
    listen('pagehide', true);
    listen('pageshow', false);
  }
  const store = (): Storage | undefined => {
    try {
      return document ? globalThis.localStorage : undefined;
    } catch {
      return undefined; // the page may not have it
    }
  };
  return {
    keep(words) {
      if (!leaving) return;
      try {
        store()?.setItem(`${prefix}${Date.now()} ${Math.random()}`, JSON.stringify(words));
      } catch {
        // there is no room: the database has it, most likely
      }
    },
    kept() {
      const found = store();
      return Object.keys(found ?? {}).filter((key) => key.startsWith(prefix)).flatMap((key) => {
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
