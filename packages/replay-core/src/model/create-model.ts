import type { Damage, SessionRecord, Via } from '@playhead/protocol';
import { createCallJoiner } from '../witnesses/call-joiner.ts';
import { SessionProjector } from './session-projector.ts';
import type { SessionModel } from './types.ts';

/** Projects records into a {@link SessionModel}, a few at a time. */
export interface ModelBuilder {
  /**
   * Takes in records, in any order and any number of times, and gives the model of everything
   * taken in so far. Earlier models stay as they are and share what did not change.
   */
  add(records: readonly SessionRecord[], damage?: readonly Damage[]): SessionModel;
  /** The model of everything taken in so far. */
  readonly model: SessionModel;
}

/**
 * Makes an empty model. The result depends on what was added, never on order, repetition or
 * splitting: of records with one (`p`, `e`, `n`) one counts, of records with one `key` the first in
 * display order. A `session_dropped` record leaves nothing but itself.
 *
 * @param options.sessionId - The session's id until a `session_start` record names it. Default `''`.
 *
 * @example
 * ```ts
 * const builder = createModel();
 * const model = builder.add(records);
 * model.turns[0]?.steps.map((step) => step.title);
 * ```
 */
export function createModel(options: { sessionId?: string } = {}): ModelBuilder {
  const projector = new SessionProjector(options.sessionId ?? '');
  const witnesses = new Set<Via>();
  return {
    add(records, damage = []) {
      for (const { via } of records) witnesses.add(via);
      if (witnesses.size > 1) projector.join(createCallJoiner);
      return projector.add(records, damage);
    },
    get model() { return projector.model; },
  };
}
