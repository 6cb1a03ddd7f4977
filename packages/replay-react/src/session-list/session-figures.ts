import type { Calendar } from './calendar.ts';
import { durationOf, projectOf, type SessionListItem, type SessionPeriod } from './session-list-item.ts';

/** Figures of a day. */
interface Day {
  sessions: number;
  succeeded: number;
  ended: number;
  durationUs: number;
  costUsd: number;
  review: number;
}

/** What many sessions add up to. Shares are from 0 to 1, lists hold one value per day, oldest first. */
export interface SessionFigures {
  readonly sessions: number;
  readonly perDay: readonly number[];
  readonly successRate?: number;
  readonly successRatePerDay: readonly number[];
  readonly averageUs?: number;
  readonly averageUsPerDay: readonly number[];
  readonly costUsd?: number;
  readonly costUsdPerDay: readonly number[];
  readonly review?: number;
  readonly reviewSessions: number;
  readonly reviewPerDay: readonly number[];
  /** The projects with most sessions, by name. */
  readonly projects: readonly { readonly name: string; readonly succeeded: number; readonly ended: number }[];
}

const DAYS = { today: 7, '7d': 7, '30d': 30 } as const;
const SHOWN_PROJECTS = 3;

/** Adds sessions up, by day as far as the days are known. One walk. */
export function figuresOf(sessions: readonly SessionListItem[], period: SessionPeriod | undefined, calendar: Calendar | undefined): SessionFigures {
  const starts = calendar?.dayStarts.slice(-DAYS[period ?? '7d']).map((at) => at * 1000) ?? [];
  const days = starts.map((): Day => emptyDay());
  const all = emptyDay();
  const projects = new Map<string, { name: string; succeeded: number; ended: number; sessions: number }>();
  let reviewSessions = 0;
  let costKnown = false;
  let reviewKnown = false;
  for (const session of sessions) {
    const day = days[dayOf(session.startedAt, starts)];
    const project = projectOf(session);
    const ended = session.outcome === undefined ? 0 : 1;
    const succeeded = session.outcome === 'success' ? 1 : 0;
    costKnown ||= session.costUsd !== undefined;
    reviewKnown ||= session.review !== undefined;
    if (session.review) reviewSessions++;
    for (const sum of day ? [all, day] : [all]) {
      sum.sessions++;
      sum.ended += ended;
      sum.succeeded += succeeded;
      sum.durationUs += durationOf(session);
      sum.costUsd += session.costUsd ?? 0;
      sum.review += session.review ?? 0;
    }
    if (project === undefined) continue;
    const known = projects.get(project) ?? { name: project, succeeded: 0, ended: 0, sessions: 0 };
    projects.set(project, { name: project, succeeded: known.succeeded + succeeded, ended: known.ended + ended, sessions: known.sessions + 1 });
  }
  const busy = days.filter((day) => day.sessions > 0);
  return {
    sessions: all.sessions,
    perDay: days.map((day) => day.sessions),
    ...(all.ended > 0 && { successRate: all.succeeded / all.ended }),
    successRatePerDay: days.filter((day) => day.ended > 0).map((day) => day.succeeded / day.ended),
    ...(all.sessions > 0 && { averageUs: all.durationUs / all.sessions }),
    averageUsPerDay: busy.map((day) => day.durationUs / day.sessions),
    ...(costKnown && { costUsd: all.costUsd }),
    costUsdPerDay: days.map((day) => day.costUsd),
    ...(reviewKnown && { review: all.review }),
    reviewSessions,
    reviewPerDay: days.map((day) => day.review),
    projects: [...projects.values()].filter(({ ended }) => ended > 0).sort((a, b) => b.sessions - a.sessions).slice(0, SHOWN_PROJECTS).sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function emptyDay(): Day {
  return { sessions: 0, succeeded: 0, ended: 0, durationUs: 0, costUsd: 0, review: 0 };
}

function dayOf(at: number, starts: readonly number[]): number {
  let day = starts.length - 1;
  while (day >= 0 && at < (starts[day] ?? 0)) day--;
  return day;
}
