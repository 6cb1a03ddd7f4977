import type { SessionModel } from '../model/types.ts';
import { stepsOf } from '../review/attempts.ts';

/** What the witnesses of a session's calls tell, the gravest first; lists are narrowed to it. */
export const SESSION_AGREEMENTS = ['disagree', 'agree', 'single'] as const;

/** A word of {@link SESSION_AGREEMENTS}. */
export type SessionAgreement = (typeof SESSION_AGREEMENTS)[number];

/**
 * What the witnesses of a session tell: `disagree` where one of its calls is told differently, or one of them does not know of it; `agree`
 * where calls have two witnesses that tell the same; `single` where none has more than one.
 *
 * @example
 * ```ts
 * if (sessionAgreement(model) === 'disagree') console.log(model.session.sessionId);
 * ```
 */
export function sessionAgreement(model: SessionModel): SessionAgreement {
  const told = new Set(stepsOf(model).map(({ agreement }) => agreement));
  if (told.has('differs') || told.has('missing')) return 'disagree';
  return told.has('agree') ? 'agree' : 'single';
}
