import type { SessionInfo } from './session.ts';

/**
 * A session with its project: where nobody names one, the name of its working directory.
 *
 * @param info - What header and records say.
 *
 * @example
 * ```ts
 * const { project } = withProject(session);
 * ```
 */
export function withProject<Session extends SessionInfo>(info: Session): Session {
  // Recorded headers are untrusted: a field may be of another type than it says.
  const cwd: unknown = info.project === undefined ? info.cwd : undefined;
  const project = typeof cwd === 'string' ? cwd.split(/[/\\]/).findLast((part) => part !== '' && !/^[A-Za-z]:$/.test(part)) : undefined;
  return project === undefined ? info : { ...info, project };
}
