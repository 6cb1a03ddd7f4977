import type { Token, TokenKind } from './token.ts';

/** The tokens that a server knows. A host may keep them where it likes. */
export interface TokenStore {
  /** All that were not revoked, expired ones among them. Asked at every request, so it must be quick and at most a second old. */
  list(): readonly Token[];
  /** Hears that a token was used. */
  used?(id: string): void;
}

/** What a new token is for. */
export interface TokenOptions {
  readonly kind: TokenKind;
  /** Lower-case letters, digits and hyphens. Default `default`. */
  readonly workspace?: string;
  /** For people, such as the machine it is for. Default: the kind. */
  readonly name?: string;
  /** From when on it is refused: microseconds since the Unix epoch. Default: never. */
  readonly expiresAt?: number;
  /** The only session that it is for, which need not exist yet. Default: all of the workspace. */
  readonly sessionId?: string;
}

/** A token with its secret, which is told this once. */
export interface CreatedToken {
  readonly secret: string;
  readonly token: Token;
}
