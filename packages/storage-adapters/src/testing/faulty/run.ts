import type { Chunk } from '@playhead/protocol';
import { faultFailure } from './failure.ts';
import type { FaultyCall } from './plan.ts';
import type { Strikes } from './strikes.ts';

const HALF = 0.5;

/** A call that may be struck. */
export interface StrikeableCall<Result> {
  readonly call: FaultyCall;
  readonly sessionId?: string;
  /** Does it. */
  readonly apply: () => Result;
  /** Does a share of it, from 0 to 1. Absent where that is not possible. */
  readonly applyPart?: (share: number) => Result | void;
}

/** Does a call as its fault says. */
export async function runAsync<Result>(strikes: Strikes, { call, sessionId, apply, applyPart }: StrikeableCall<Promise<Result>>): Promise<Result> {
  const fault = strikes.strike(call, sessionId);
  switch (fault?.does) {
    case undefined:
      return apply();
    case 'fail':
      throw faultFailure(fault.error);
    case 'hang':
      await strikes.hang(fault.ms);
      return apply();
    case 'slow': {
      const result = await apply();
      await strikes.hang(fault.ms);
      return result;
    }
    case 'lose-answer':
      await apply();
      throw faultFailure(fault.error, 'the call was carried out');
    case 'tear':
      await applyPart?.(fault.share ?? HALF);
      throw faultFailure(fault.error, applyPart ? 'a part of the call was carried out' : undefined);
    case 'repeat': {
      const result = await apply();
      for (let copy = 1; copy < (fault.copies ?? 2); copy += 1) await apply();
      return result;
    }
  }
}

/** The same for a call that blocks: nothing can release it, so that a hang without a time fails. */
export function runSync(strikes: Strikes, { call, sessionId, apply, applyPart }: StrikeableCall<void>): void {
  const fault = strikes.strike(call, sessionId);
  switch (fault?.does) {
    case undefined:
      return apply();
    case 'fail':
      throw faultFailure(fault.error);
    case 'hang':
      if (fault.ms === undefined) throw faultFailure();
      block(fault.ms);
      return apply();
    case 'slow':
      apply();
      return block(fault.ms);
    case 'lose-answer':
      apply();
      throw faultFailure(fault.error, 'the call was carried out');
    case 'tear':
      applyPart?.(fault.share ?? HALF);
      throw faultFailure(fault.error, applyPart ? 'a part of the call was carried out' : undefined);
    case 'repeat':
      for (let copy = 0; copy < (fault.copies ?? 2); copy += 1) apply();
      return undefined;
  }
}

/** The same for a read. One that is torn gives its first chunk; one that loses its answer gives everything and then fails. */
export async function* runChunks(strikes: Strikes, { call, sessionId, apply }: StrikeableCall<AsyncIterable<Chunk>>): AsyncGenerator<Chunk, void, undefined> {
  const fault = strikes.strike(call, sessionId);
  if (fault?.does === 'fail') throw faultFailure(fault.error);
  if (fault?.does === 'hang' || fault?.does === 'slow') await strikes.hang(fault.ms);
  for await (const chunk of apply()) {
    yield chunk;
    if (fault?.does === 'tear') throw faultFailure(fault.error, 'a part of the log was read');
  }
  if (fault?.does === 'lose-answer') throw faultFailure(fault.error, 'the log was read');
}

/** Stops this thread for so many milliseconds, as a slow disk does. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)), 0, 0, ms);
}
