import type { TerminalPiece, TerminalScreen } from './types.ts';

/** Emulators throw away what is beyond 50 MB; so much is one write at most, in characters. */
const LONGEST_WRITE = 8 * 1024 * 1024;

/** Puts what was printed together to writes: one for each size, as long as it is not too long for one. */
export class WriteList {
  readonly writes: TerminalScreen['writes'][number][] = [];
  #parts: (string | Uint8Array)[];
  #length = 0;
  #columns: number;
  #rows: number;

  /** @param begin - What is written first: a keyframe. */
  constructor({ columns, rows }: { readonly columns: number; readonly rows: number }, begin: string) {
    [this.#columns, this.#rows, this.#parts] = [columns, rows, [begin]];
  }

  add(piece: TerminalPiece): void {
    if (piece.kind === 'output') {
      this.#parts.push(piece.data);
      this.#length += piece.data.length;
      if (this.#length >= LONGEST_WRITE) this.#cut();
    } else if (piece.kind === 'resize') {
      this.#cut();
      [this.#columns, this.#rows] = [piece.columns, piece.rows];
    }
  }

  /** @returns All writes. */
  end(): TerminalScreen['writes'] {
    this.#cut();
    return this.writes;
  }

  #cut(): void {
    this.writes.push({ columns: this.#columns, rows: this.#rows, data: joined(this.#parts) });
    [this.#parts, this.#length] = [[], 0];
  }
}

/** Output as one value: text, unless some of it is bytes. */
function joined(parts: readonly (string | Uint8Array)[]): string | Uint8Array {
  if (parts.every((part) => typeof part === 'string')) return parts.join('');
  const encoder = new TextEncoder();
  const all = parts.map((part) => (typeof part === 'string' ? encoder.encode(part) : part));
  const bytes = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of all) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
