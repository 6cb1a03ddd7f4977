'use client';
import { useEffect, useState } from 'react';
import type { SessionFacets } from '@playhead/replay-core/metrics';
import type { SessionFacetCounts } from '@playhead/replay-react';
import type { ServerRequest } from '../access/server-request.ts';

const PAUSE_MS = 200;

/**
 * How many sessions of each kind the server has.
 *
 * @param query - What it is asked; undefined where all sessions are here, and nobody needs to ask.
 * @returns undefined until it is known.
 */
export function useFacets(query: string | undefined, request: ServerRequest): SessionFacetCounts | undefined {
  const [answer, setAnswer] = useState<{ readonly query: string; readonly counts: SessionFacetCounts }>();
  useEffect(() => {
    if (query === undefined) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      askedFor(query, stop.signal, request).then((counts) => { if (counts && !stop.signal.aborted) setAnswer({ query, counts }); }, () => undefined); // the list says what is wrong
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [query, request]);
  return answer !== undefined && answer.query === query ? answer.counts : undefined;
}

async function askedFor(query: string, signal: AbortSignal, request: ServerRequest): Promise<SessionFacetCounts | undefined> {
  const response = await request(`/api/v1/sessions/facets?${query}`, { signal, headers: { accept: 'application/json' } });
  if (!response.ok) return undefined; // an older server counts nothing
  return countsOf((await response.json()) as SessionFacets); // the answer of our own server, of the type that it declares
}

function countsOf({ sessions, facets: { status, outcome, project, agentName, harness, task, tag, hasTerminal, needsReview, agreement, pinned } }: SessionFacets): SessionFacetCounts {
  const countOf = ({ values }: SessionFacets['facets']['status'], wanted: string): number => values.find(({ value }) => value === wanted)?.count ?? 0;
  const outcomes = Object.fromEntries(outcome.values.map(({ value, count }) => [value, count]));
  return {
    sessions, ofAnyOutcome: status.values.reduce((sum, { count }) => sum + count, 0), outcomes: { ...outcomes, live: countOf(status, 'recording') },
    project: project.values, agent: agentName.values, harness: harness.values, task: task.values, tag: tag.values, withTerminal: countOf(hasTerminal, 'true'), pinned: countOf(pinned, 'true'), disagreeing: countOf(agreement, 'disagree'), ...(needsReview.values.length > 0 && { toReview: countOf(needsReview, 'true') }),
  };
}
