import { stripAnsi } from '../ansi/parse-ansi.ts';
import { downloadFile } from '../elements/download-file.ts';
import type { TextBytes } from './text-bytes.ts';
import type { TextRows } from './text-rows.ts';

/** More than this no clipboard takes well, in bytes. */
export const MOST_TO_COPY: number = 64 * 1024 * 1024;
const PIECE = 4 * 1024 * 1024;
const ROWS = 2048;

/** All of a text, without the colours of a terminal. */
export async function wholeText(bytes: TextBytes): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for (let start = 0; start < bytes.size; start += PIECE) text += decoder.decode(await bytes.read({ start, end: start + PIECE }), { stream: true });
  return stripAnsi(text + decoder.decode());
}

/** Some lines of a text, both ends included. */
export async function textOfLines(rows: TextRows, { low, high }: { readonly low: number; readonly high: number }): Promise<string> {
  let text = '';
  for (let first = await rows.firstOf(low); first < rows.count; first += ROWS) {
    for (const row of await rows.read(first, ROWS)) {
      if (row.line > high) return stripAnsi(text);
      if (row.line >= low) text += text === '' || row.continues ? row.text : `\n${row.text}`;
    }
  }
  return stripAnsi(text);
}

/** Hands a text to the browser as a file, byte for byte. */
export async function downloadText(bytes: TextBytes, name: string): Promise<void> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let start = 0; start < bytes.size; start += PIECE) parts.push(new Uint8Array(await bytes.read({ start, end: start + PIECE })));
  downloadFile(parts, { name, ending: '.log', type: 'text/plain' });
}
