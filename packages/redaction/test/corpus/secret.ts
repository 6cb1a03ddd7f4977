import type { Random } from './random.ts';

/** What must not survive, and the text that carries it. */
export interface Planted { readonly secret: string; readonly carrier: string }

/**
 * One kind of secret.
 *
 * - `structured`: told by its own form or by the form of what it stands in; it is put behind neutral names only.
 * - `assigned`: told by the name that it is assigned to; its carrier has that name.
 */
export interface SecretKind {
  readonly kind: string;
  readonly group: 'structured' | 'assigned';
  make(random: Random): Planted;
}

/** A token that stands alone. */
export const token = (kind: string, make: (random: Random) => string): SecretKind => ({
  kind,
  group: 'structured',
  make: (random) => {
    const secret = make(random);
    return { secret, carrier: secret };
  },
});

/** A secret inside a form that gives it away, such as an address. */
export const inside = (kind: string, make: (random: Random) => string, carry: (secret: string, random: Random) => string): SecretKind => ({
  kind,
  group: 'structured',
  make: (random) => {
    const secret = make(random);
    return { secret, carrier: carry(secret, random) };
  },
});

/** A secret that only its name gives away. */
export const assigned = (kind: string, make: (random: Random) => string, carry: (secret: string, random: Random) => string): SecretKind => ({
  ...inside(kind, make, carry),
  group: 'assigned',
});
