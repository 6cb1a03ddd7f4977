import type { BlobRef, JsonValue } from '@playhead/protocol';
import { isLarge } from '../elements/text-value.ts';

/** A stretch of JSON in one colour, or a large value that stands beside the recording. */
export type JsonPiece =
  | { readonly kind: 'plain' | 'name' | 'string'; readonly text: string }
  | { readonly kind: 'blob'; readonly blob: BlobRef };

/** Deeper values are left out: nobody reads them, and they could be nested without end. */
const DEEPEST = 64;

/** JSON with indentation, in pieces. Linear in the value. */
export function jsonPieces(value: JsonValue): readonly JsonPiece[] {
  const pieces: JsonPiece[] = [];
  let plain = '';
  const push = (piece: JsonPiece): void => {
    if (plain !== '') pieces.push({ kind: 'plain', text: plain });
    plain = '';
    pieces.push(piece);
  };
  const write = (item: JsonValue, depth: number): void => {
    if (typeof item === 'string') push({ kind: 'string', text: JSON.stringify(item) });
    else if (typeof item !== 'object' || item === null) plain += JSON.stringify(item) ?? 'null';
    else if (isLarge(item)) push({ kind: 'blob', blob: item });
    else if (depth >= DEEPEST) plain += Array.isArray(item) ? '[…]' : '{…}';
    else if (Array.isArray(item)) list('[', ']', item.map((entry) => () => write(entry, depth + 1)), depth);
    else {
      list('{', '}', Object.entries(item).map(([name, entry]) => () => {
        push({ kind: 'name', text: JSON.stringify(name) });
        plain += ': ';
        write(entry ?? null, depth + 1);
      }), depth);
    }
  };
  const list = (open: string, close: string, entries: readonly (() => void)[], depth: number): void => {
    plain += open;
    entries.forEach((entry, index) => {
      plain += `${index > 0 ? ',' : ''}\n${'  '.repeat(depth + 1)}`;
      entry();
    });
    plain += entries.length > 0 ? `\n${'  '.repeat(depth)}${close}` : close;
  };
  write(value, 0);
  if (plain !== '') pieces.push({ kind: 'plain', text: plain });
  return pieces;
}

/** The pieces until a number of characters, and how many characters are left out. */
export function cutPieces(pieces: readonly JsonPiece[], most: number): { readonly shown: readonly JsonPiece[]; readonly left: number } {
  const shown: JsonPiece[] = [];
  let room = most;
  let left = 0;
  for (const piece of pieces) {
    if (piece.kind === 'blob') {
      if (room > 0) shown.push(piece);
    } else if (piece.text.length <= room) {
      shown.push(piece);
      room -= piece.text.length;
    } else {
      if (room > 0) shown.push({ kind: piece.kind, text: piece.text.slice(0, room) });
      left += piece.text.length - room;
      room = 0;
    }
  }
  return { shown, left };
}
