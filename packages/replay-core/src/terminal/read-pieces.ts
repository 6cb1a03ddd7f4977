import { type BlobRef, isBlobRef, type SessionRecord } from '@playhead/protocol';
import { dataOf, numberIn, stringIn } from '../model/read-data.ts';
import { bytesOf } from '../source/base64.ts';
import { terminalSize } from './terminal-piece.ts';
import type { TerminalPiece } from './types.ts';

/** What a record tells of its terminal, in order; nothing for one that tells nothing. */
export async function piecesOf(record: SessionRecord, text: (blob: BlobRef) => Promise<string>): Promise<TerminalPiece[]> {
  const { at, type } = record;
  const data = dataOf(record);
  if (type === 'terminal_resize') {
    const size = terminalSize(data['columns'], data['rows']);
    return size ? [{ kind: 'resize', at, ...size }] : [];
  }
  if (type !== 'terminal_output' && type !== 'terminal_input') return [];
  const value = data['text'];
  const printed = isBlobRef(value) ? await text(value).catch(() => '') : typeof value === 'string' ? value : ''; // what is gone shows nothing
  const bytes = data['encoding'] === 'base64' ? (bytesOf(printed) ?? '') : printed;
  if (type === 'terminal_input') return [{ kind: 'input', at, data: bytes, redacted: data['redacted'] === true }];
  const exitCode = numberIn(data, 'exitCode');
  if (data['stream'] !== 'pty') return [];
  const signal = stringIn(data, 'signal');
  return [
    ...(bytes.length > 0 ? [{ kind: 'output', at, data: bytes } as const] : []),
    ...(exitCode === undefined ? [] : [{ kind: 'exit', at, exitCode, ...(signal !== undefined && { signal }) } as const]),
  ];
}

/** How many bytes of UTF-8 a piece of output has. */
export function sizeOf(data: string | Uint8Array): number {
  if (typeof data !== 'string') return data.length;
  let bytes = data.length;
  for (let index = 0; index < data.length; index += 1) {
    const code = data.charCodeAt(index);
    if (code < 0x80) continue;
    if (code >= 0xd800 && code < 0xdc00) {
      bytes += 2; // four for the two of a pair
      index += 1;
    } else bytes += code < 0x800 ? 1 : 2;
  }
  return bytes;
}
