import { PlayheadError } from '@playhead/protocol';
import type { HttpStorageOptions } from './options.ts';

/** The token, and the pause while a new one is fetched. */
export interface TokenGate {
  /** The token of now; waits while another one is being fetched. */
  token(): Promise<string | undefined>;
  /** The token of now, without waiting. */
  readonly current: string | undefined;
  /**
   * Hears that a token was refused.
   *
   * @returns Whether there is another one by now.
   */
  refused(token: string | undefined): Promise<boolean>;
}

/** @throws PlayheadError `usage` when the token cannot be one. */
export function createTokenGate({ token, onUnauthorized }: Pick<HttpStorageOptions, 'token' | 'onUnauthorized'>): TokenGate {
  let current = checked(token);
  let asking: Promise<void> | undefined;
  const ask = async (): Promise<void> => {
    try {
      current = checked((await onUnauthorized?.()) ?? current);
    } catch {
      // a callback that fails gave no token; its error may quote one
    }
  };
  return {
    get current() { return current; },
    async token() {
      await asking;
      return current;
    },
    async refused(used) {
      if (used === current) await (asking ??= ask().finally(() => { asking = undefined; }));
      return used !== current;
    },
  };
}

/** A token in a header that could not hold it would be quoted by the error. */
function checked(token: string | undefined): string | undefined {
  if (token === undefined || /^[\u0021-\u007e]{1,4096}$/.test(token)) return token;
  throw new PlayheadError('usage', 'The token has characters that no token has, such as a space or a line feed, so no request was sent. Hand it in as it was printed.');
}
