import type { SessionRecord } from '@playhead/protocol';
import { type ByteFile, isPacked, nameOfFile, plainBytes } from './file-bytes.ts';
import { createFileLineReader } from './file-lines.ts';
import type { PlacedRecords, SourceRange } from './source.ts';

/** Reads a part of the lines of files, with places as `sourceOfFiles` names them: the number of the file and an offset. */
export async function* readPlaced(files: readonly ByteFile[], { from = '0.0', to = '', signal = new AbortController().signal }: SourceRange, sliceBytes: number): AsyncGenerator<PlacedRecords> {
  const [first = 0, start = 0] = placeOf(from === '' ? '0.0' : from);
  const [last = files.length - 1, end = Infinity] = to === '' ? [] : placeOf(to);
  for (const [place, file] of files.entries()) {
    if (place < first || place > last || file.size === 0) continue;
    const packed = await isPacked(file); // what is packed is read from its beginning
    const skipped = place === first ? start : 0;
    const base = packed ? 0 : skipped;
    let found: { record: SessionRecord; cursor: string; offset: number }[] = [];
    const briefing = { brief: false, skip: () => undefined, take: (record: SessionRecord, cursor: string) => (found.push({ record, cursor, offset: placeOf(cursor)[1] ?? 0 }), record) };
    const lines = createFileLineReader(nameOfFile(file), briefing, (offset) => `${place}.${base + offset}`);
    const part = (): PlacedRecords => {
      const records = found.filter(({ offset }) => offset > skipped && (place < last || offset <= end));
      found = [];
      return { records, next: records.at(-1)?.cursor ?? `${place}.${skipped}` };
    };
    const bytes = packed ? file : stretchOf(file, base, place === last ? end : Infinity);
    if (bytes.size > 0) {
      for await (const piece of plainBytes(bytes, { sliceBytes, signal })) {
        lines.push(piece.bytes);
        yield part();
      }
    }
    lines.cut();
    yield part();
  }
}

/** A stretch of a file, as a file. */
function stretchOf(file: ByteFile, start: number, end: number): ByteFile {
  const size = Math.max(0, Math.min(end, file.size) - start);
  return { size, slice: (from, to) => file.slice(start + from, start + Math.min(to, size)) };
}

function placeOf(cursor: string): readonly number[] {
  return cursor.split('.').map(Number);
}
