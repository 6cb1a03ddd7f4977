import type { BlobRef, JsonValue } from '@playhead/protocol';
import type { Side } from './sides.ts';

/** Something of a call that its two sides tell differently. A value that is absent is not told at all. */
export interface DisagreementField {
  /** Which tool of which server, what it was given, what came back, or whether it went well. */
  readonly name: 'tool' | 'input' | 'output' | 'status';
  /** As the agent's own recording tells it. */
  readonly agent?: JsonValue | BlobRef;
  /** As it passed at the boundary. */
  readonly boundary?: JsonValue | BlobRef;
}

/** What the agent's own recording and the one at the boundary do not have in common of a call. */
export interface Disagreement {
  /**
   * The side that does not know of the call: `agent` where the agent does not tell what passed, `boundary` where the agent tells what never passed.
   * Absent where both know of it.
   */
  readonly missing?: Side;
  /** What they tell differently; empty where one does not know of the call. */
  readonly fields: readonly DisagreementField[];
}
