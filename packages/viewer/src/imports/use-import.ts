'use client';
import { useCallback, useEffect, useReducer } from 'react';
import type { ImportSource, ImportState } from '@playhead/protocol';
import type { ServerRequest } from '../access/server-request.ts';
import { askImport, fetchSources } from './import-api.ts';

/** An import that the page offers or follows. */
export interface ImportView {
  /** What there is; undefined where there is nothing, or nobody asked yet. */
  readonly source: ImportSource | undefined;
  /** How far it is, once this page began it, or found it running. */
  readonly progress: ImportState | undefined;
  /** Why the server could not be asked. */
  readonly error: string | undefined;
  readonly begin: () => void;
  readonly cancel: () => void;
  readonly close: () => void;
}

interface State {
  readonly source?: ImportSource | undefined;
  readonly progress?: ImportState | undefined;
  readonly error?: string | undefined;
}

const RETRY_MS = 1000;

function reduce(before: State, { isLate = false, ...next }: State & { readonly isLate?: boolean }): State {
  const { progress } = before;
  if (isLate && progress && next.progress && next.progress.revision <= progress.revision) return before;
  // A server that was started anew knows of no import: the one that ran ended with the old one.
  if (progress?.status === 'running' && next.progress?.status === 'idle') return { ...before, ...next, progress: { ...progress, status: 'cancelled' } };
  return { ...before, ...next };
}

/**
 * What can be imported from the server's machine, and how far it is.
 *
 * @param wanted - Whether to ask; the server is asked once.
 * @param onDone - Hears that an import ended.
 */
export function useImport(request: ServerRequest, wanted: boolean, onDone: () => void): ImportView {
  const [state, change] = useReducer(reduce, {});
  const { source, progress } = state;
  const known = source !== undefined;

  useEffect(() => {
    if (!wanted || known) return;
    const stop = new AbortController();
    fetchSources(request, stop.signal).then((sources) => {
      const found = sources.find(({ import: { status } }) => status === 'running') ?? sources.find(({ sessions }) => sessions > 0);
      if (found && !stop.signal.aborted) change({ source: found, progress: found.import.status === 'running' ? found.import : undefined });
    }, () => undefined); // without an answer nothing is offered; the list says what is wrong with the server
    return () => stop.abort();
  }, [wanted, known, request]);

  const harness = source?.harness;
  const running = progress?.status === 'running';
  const revision = progress?.revision;
  useEffect(() => {
    if (!running || harness === undefined || revision === undefined) return;
    const stop = new AbortController();
    const look = (): void => {
      askImport(request, harness, { revision }, stop.signal).then((news) => {
        if (stop.signal.aborted) return;
        if (news.revision === revision) look();
        else change({ progress: news, error: undefined });
        if (news.status !== 'running') onDone();
      }, (error: unknown) => {
        if (stop.signal.aborted) return;
        change({ error: messageOf(error) });
        timer = setTimeout(look, RETRY_MS);
      });
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [running, harness, revision, request, onDone]);

  const ask = useCallback((method: 'POST' | 'DELETE'): void => {
    if (harness === undefined) return;
    askImport(request, harness, { method }).then((next) => change({ progress: next, error: undefined, isLate: method === 'DELETE' }), (error: unknown) => change({ error: messageOf(error) }));
  }, [harness, request]);
  return {
    source, progress, error: state.error,
    begin: useCallback(() => ask('POST'), [ask]), cancel: useCallback(() => ask('DELETE'), [ask]),
    close: useCallback(() => change({ progress: undefined, error: undefined }), []),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'The import could not be asked for. Try again in a moment.';
}
