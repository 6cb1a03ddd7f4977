/** Where someone is in the app. */
export interface Place {
  readonly path: string;
  /** The query of the address as it was when the page was gone to. */
  readonly query: string;
  /** Whether files of the user's machine are looked at. They have no address: nobody else could open it. */
  readonly files: boolean;
  /** Which of their sessions. */
  readonly session?: string;
}

/** Reads the place from the address, and from what the history holds beside it. */
export function placeOf({ location, history }: Pick<Window, 'location' | 'history'>): Place {
  const state: unknown = history.state;
  const kept = typeof state === 'object' && state !== null ? (state as Readonly<Record<string, unknown>>) : {}; // its fields are checked below
  const session = kept['session'];
  return { path: location.pathname, query: location.search, files: kept['files'] === true, ...(typeof session === 'string' && { session }) };
}
