import type { RecordInput } from '@playhead/recorder';
import type { ExchangeEvent } from './exchange.ts';

/** What a codec makes. */
export interface TappedRecord extends RecordInput {
  /** The session that it is about, as the client calls it. Absent: what is about none, or of a client that has only one. */
  readonly session?: string;
}

/**
 * Turns the exchanges of one HTTP tap into records. Pure: nothing but what it is given decides. Events of several exchanges come mixed, those of one in
 * their order. It must not throw, and must bound what it remembers: everything that it is given is untrusted.
 */
export interface ExchangeCodec {
  /** Takes what happened next. */
  take(event: ExchangeEvent): readonly TappedRecord[];
  /** The tap ends: what is still open ends with it. */
  end(at: number): readonly TappedRecord[];
}

/** What a codec is made with. */
export interface ExchangeCodecOptions {
  /** What the client calls the server. */
  readonly server: string;
  /** Tells the calls of this tap from those of others in its session. */
  readonly connectionId: string;
  /** Whether the session is that of this tap alone. */
  readonly ownsSession: boolean;
  /** Whether somebody else tells what is said in a session of the client: then a codec tells it as evidence only, not a second time. Default: nobody does. */
  readonly isToldElsewhere?: (session: string | undefined) => boolean;
}
