'use client';
import { useCallback, useEffect, useReducer, useState } from 'react';
import type { ServerRequest } from '../access/server-request.ts';

/** An answer of the server that is on its way, or here. */
export interface ServedDocument<Value> {
  readonly status: 'loading' | 'ready' | 'error';
  /** The last one that came. */
  readonly value?: Value | undefined;
  /** What happened and what to do. */
  readonly error?: string | undefined;
  readonly retry: () => void;
}

type Known<Value> = Omit<ServedDocument<Value>, 'retry'>;
type Change<Value> = { readonly type: 'asked' } | { readonly type: 'came'; readonly value: Value } | { readonly type: 'failed'; readonly error: string };

/** Whoever types asks once. */
const PAUSE_MS = 150;

/**
 * Asks the server for a document; what came before stays until the next one is here.
 *
 * @param path - Where it is. Undefined: nothing is asked for.
 * @param refreshMs - How often it is asked for again while the page is seen.
 */
export function useDocument<Value>(path: string | undefined, request: ServerRequest, refreshMs: number): ServedDocument<Value> {
  const [known, change] = useReducer(reduce<Value>, { status: 'loading' });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (path === undefined) return;
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      if (document.visibilityState === 'visible') {
        await fetchDocument<Value>(path, stop.signal, request).then(
          (value) => { if (!stop.signal.aborted) change({ type: 'came', value }); },
          (error: unknown) => { if (!stop.signal.aborted) change({ type: 'failed', error: error instanceof Error ? error.message : 'It could not be loaded. Try again in a moment.' }); },
        );
      }
      if (!stop.signal.aborted) timer = setTimeout(() => void ask(), refreshMs);
    };
    change({ type: 'asked' });
    timer = setTimeout(() => void ask(), PAUSE_MS);
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [path, request, refreshMs, attempt]);
  return { ...known, retry: useCallback(() => setAttempt((before) => before + 1), []) };
}

function reduce<Value>(known: Known<Value>, change: Change<Value>): Known<Value> {
  switch (change.type) {
    case 'asked': return { ...known, status: 'loading', error: undefined };
    case 'came': return JSON.stringify(known.value) === JSON.stringify(change.value) ? { ...known, status: 'ready', error: undefined } : { status: 'ready', value: change.value };
    case 'failed': return { ...known, status: 'error', error: change.error };
  }
}

async function fetchDocument<Value>(path: string, signal: AbortSignal, request: ServerRequest): Promise<Value> {
  const response = await request(path, { signal, headers: { accept: 'application/json' } }).catch((cause: unknown) => {
    throw new Error('The Playhead server cannot be reached. Start it with “npx playhead serve”, then try again.', { cause });
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw new Error(messageOf(answer) ?? `The Playhead server answered ${response.status}. Try again in a moment.`);
  return answer as Value; // the answer of our own server, of the type that it declares
}

function messageOf(answer: unknown): string | undefined {
  const message = typeof answer === 'object' && answer !== null && 'message' in answer ? answer.message : undefined;
  return typeof message === 'string' ? message.slice(0, 500) : undefined;
}
