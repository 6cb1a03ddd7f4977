/** Where {@link httpStorage} finds its server, and how it speaks with it. */
export interface HttpStorageOptions {
  /** The server, such as `https://playhead.example.com`. A path before `/api/v1` is kept. It may hold no credentials. */
  readonly url: string;
  /** The token the server knows this program by; sent in `Authorization` and nowhere else. Default none. */
  readonly token?: string;
  /** Sends requests. Default the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /**
   * Called when the server refuses the token, once for all calls that wait. It may give another token, with which the refused calls are
   * sent once more; without one they reject with `unauthorized`. Default: they reject.
   */
  readonly onUnauthorized?: () => string | undefined | void | Promise<string | undefined | void>;
  /** How long one request may take, in milliseconds; large bodies are given more. Default 30,000. */
  readonly timeoutMs?: number;
  /**
   * How often a request that found no server, or a busy one (408, 429, 500, 502, 503, 504), is sent again before the call rejects.
   * Default 4: about ten seconds.
   */
  readonly retries?: number;
  /** How long it waits before the first repetition, in milliseconds; doubled each time up to 30,000, and varied. `Retry-After` wins. Default 500. */
  readonly retryMs?: number;
  /** Whether bodies of more than 8 KiB are sent as gzip. Default true, unless the server is on this machine, where packing takes longer than sending. */
  readonly compress?: boolean;
  /** Follow logs by asking again and again instead of by one long answer. Default false: it does so where the long answer does not come through. */
  readonly longPoll?: boolean;
  /** Hears of lines that the server has with the same number and other bytes: it keeps its own. Default: nobody. */
  readonly onConflict?: (conflict: { readonly sessionId: string; readonly lines: number }) => void;
}
