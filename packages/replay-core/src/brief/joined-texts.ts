import { type BlobRef, previewOf, type TextValue } from '@playhead/protocol';
import { placeOfName } from './log-place.ts';

const SCHEME = 'join:';
/** What stands in place of a name where a piece is at hand. */
const AT_HAND = '=';

/**
 * Names the text that several pieces make, some of which were left in the log.
 *
 * @returns undefined when a piece is kept beside the log: its name cannot stand in another one.
 */
export function joinedTexts(pieces: readonly TextValue[]): BlobRef | undefined {
  if (!pieces.every((piece) => typeof piece === 'string' || placeOfName(piece.$blob))) return undefined;
  const firstLeft = pieces.findIndex((piece) => typeof piece !== 'string');
  return {
    $blob: SCHEME + JSON.stringify(pieces.map((piece) => (typeof piece === 'string' ? AT_HAND + piece : piece.$blob))),
    size: pieces.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece.length : piece.size), 0),
    encoding: 'text',
    preview: pieces.slice(0, firstLeft + 1).map(previewOf).join(''),
  };
}

/** The pieces of a text that {@link joinedTexts} named: those at hand as they are, the others as names. Undefined for any other name. */
export function piecesOfName(name: string): readonly (string | { readonly $blob: string })[] | undefined {
  if (!name.startsWith(SCHEME)) return undefined;
  try {
    const pieces: unknown = JSON.parse(name.slice(SCHEME.length));
    if (!Array.isArray(pieces) || !pieces.every((piece) => typeof piece === 'string')) return undefined;
    return pieces.map((piece) => (piece.startsWith(AT_HAND) ? piece.slice(AT_HAND.length) : { $blob: piece }));
  } catch {
    return undefined; // whatever it is, it is no such name
  }
}
