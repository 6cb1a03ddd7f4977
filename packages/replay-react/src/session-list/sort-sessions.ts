import { agentOf, durationOf, identityOf, projectOf, standingOf, type SessionListItem, type SessionSort, type SessionSortKey } from './session-list-item.ts';

const RANK = { live: 0, processing: 1, failed: 2, interrupted: 3, max_iterations_reached: 4, completed: 5, success: 6 } as const;

const values: Readonly<Record<SessionSortKey, (session: SessionListItem) => number | string | undefined>> = {
  outcome: (session) => RANK[standingOf(session)],
  session: (session) => session.name.toLowerCase(),
  project: projectOf,
  agent: agentOf,
  identity: identityOf,
  started: (session) => session.startedAt,
  duration: durationOf,
  iterations: ({ iterations }) => iterations,
  changes: ({ changes }) => changes && changes.added + changes.removed,
  tests: ({ tests }) => tests && (tests.failed > 0 ? tests.failed * 1e6 : 0) + tests.passed,
  review: ({ review }) => review,
  cost: ({ costUsd }) => costUsd,
  size: ({ bytes }) => bytes,
};

/** Sorted sessions; those without a value come last either way, and equal ones newest first. */
export function sortSessions(sessions: readonly SessionListItem[], { by, descending }: SessionSort): readonly SessionListItem[] {
  const valueOf = values[by];
  const sign = descending ? -1 : 1;
  return sessions.map((session) => ({ session, value: valueOf(session) })).sort((a, b) => {
    if (a.value === undefined || b.value === undefined) return Number(a.value === undefined) - Number(b.value === undefined) || b.session.startedAt - a.session.startedAt;
    return (a.value < b.value ? -sign : a.value > b.value ? sign : 0) || b.session.startedAt - a.session.startedAt;
  }).map(({ session }) => session);
}
