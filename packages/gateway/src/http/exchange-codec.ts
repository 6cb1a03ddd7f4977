import type { RecordInput } from '@playhead/recorder';
import type { ExchangeEvent } from './exchange.ts';

/**
 * Turns the exchanges of one HTTP tap into records. Pure: nothing but what it is given decides. Events of several exchanges come mixed, those of one in
 * their order. It must not throw, and must bound what it remembers: everything that it is given is untrusted.
 */
export interface ExchangeCodec {
  /** Takes what happened next. */
  take(event: ExchangeEvent): readonly RecordInput[];
  /** The tap ends: what is still open ends with it. */
  end(at: number): readonly RecordInput[];
}

/** What a codec is made with. */
export interface ExchangeCodecOptions {
  /** What the client calls the server. */
  readonly server: string;
  /** Tells the calls of this tap from those of others in its session. */
  readonly connectionId: string;
  /** Whether the session is that of this tap alone. */
  readonly ownsSession: boolean;
}
