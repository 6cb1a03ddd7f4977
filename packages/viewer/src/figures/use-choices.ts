'use client';
import { useMemo } from 'react';
import type { SessionFacet, SessionFacets } from '@playhead/replay-core/metrics';
import type { SessionStatsChoices } from '@playhead/replay-react/session-stats';
import type { ServerRequest } from '../access/server-request.ts';
import { useDocument } from './use-document.ts';

/** Names that a menu offers, those of most sessions. */
const MOST = 200;

/** The projects, agents and tags of all sessions, for menus that narrow figures; undefined until they are known. */
export function useChoices(request: ServerRequest, refreshMs: number): SessionStatsChoices | undefined {
  const { value } = useDocument<SessionFacets>(`/api/v1/sessions/facets?most=${MOST}`, request, refreshMs);
  return useMemo(() => value && { projects: namesOf(value.facets.project), agents: namesOf(value.facets.agentName), tags: namesOf(value.facets.tag) }, [value]);
}

function namesOf({ values }: SessionFacet): readonly string[] {
  return values.map(({ value }) => value).filter((name) => name !== 'unknown');
}
