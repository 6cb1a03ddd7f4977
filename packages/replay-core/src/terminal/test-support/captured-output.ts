import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** What real programs printed, by name, with the size of their terminal: see `fixtures/terminal/README.md`. */
export const CAPTURED: readonly (readonly [name: string, columns: number, rows: number])[] = [
  ['claude-code', 100, 30], ['claude-code-denied', 100, 30], ['vim', 80, 24], ['tmux', 80, 24], ['less', 80, 24], ['htop', 80, 24], ['npm-install', 80, 24], ['git-log', 80, 24], ['ink', 80, 24],
];

/** The bytes of one of them. */
export function capturedOutput(name: string): Uint8Array {
  return gunzipSync(readFileSync(join(import.meta.dirname, '../../../fixtures/terminal', `${name}.bin.gz`)));
}
