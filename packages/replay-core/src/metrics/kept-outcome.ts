import type { DerivedStorage, Outcome, SessionInfo } from '@playhead/protocol';
import { isOver } from '../model/outcome.ts';
import { METRICS_NAME } from './kept-metrics.ts';
import { openPacked } from './packed-metrics.ts';
import { METRICS_VERSION } from './types.ts';

/** Whether what is kept of a session may say how it ended: it is over, and nobody said it. Internal. */
export function lacksOutcome({ status, outcome, dropped }: Pick<SessionInfo, 'status'> & { readonly outcome?: Outcome | undefined; readonly dropped?: unknown }): boolean {
  return outcome === undefined && !dropped && isOver({ status });
}

/** How a session ended by what is kept of it. Internal. */
export function outcomeInKept(value: Uint8Array | undefined): Outcome | undefined {
  return openPacked(value)?.head?.outcome;
}

/**
 * A session with the outcome that follows from its log, where nobody said how it ended: `failed` when its status or last turn failed,
 * `interrupted` when its last turn has no end and nothing was handed over, else `success`. What {@link keepFigures} kept says it; the log is
 * not read, and of a session that was not measured nothing is added.
 *
 * @returns The session, with an `outcome` where one is known.
 *
 * @example
 * ```ts
 * const session = await storage.get(sessionId);
 * const outcome = session && (await withKeptOutcome(storage, session)).outcome;
 * ```
 */
export async function withKeptOutcome<Session extends SessionInfo>(storage: { readonly capabilities: { readonly derived?: boolean }; readonly derived?: Pick<DerivedStorage, 'get'> }, session: Session): Promise<Session> {
  if (!storage.derived || storage.capabilities.derived !== true || !lacksOutcome(session)) return session;
  // What cannot be read is not there: it can be made again.
  const outcome = outcomeInKept(await storage.derived.get(session.sessionId, METRICS_NAME, METRICS_VERSION).catch(() => undefined));
  return outcome === undefined ? session : { ...session, outcome };
}
