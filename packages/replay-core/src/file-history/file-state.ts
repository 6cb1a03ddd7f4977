import type { FileBlock, FileState } from './types.ts';
import type { WovenLines } from './weave.ts';

/** What there is of a file. */
export type Presence = 'text' | 'absent' | 'binary';

/** The lines of a moment as views show them: a line feed at the end begins no further line. */
export function stateOf(woven: readonly WovenLines[], presence: Presence, doubtedBy?: string): FileState {
  const doubt = doubtedBy === undefined ? {} : { doubtedBy };
  if (presence !== 'text') return { status: presence, blocks: [], lineCount: 0, open: false, ...doubt };
  const open = woven.some((lines) => lines.open);
  const all = woven.flatMap(({ lines }) => lines);
  const known = all.every((line) => line !== undefined);
  const lineCount = !open && all.at(-1) === '' ? all.length - 1 : all.length;
  const blocks: FileBlock[] = [];
  let line = 1;
  for (const { lines, born } of woven) {
    const shown = lines.slice(0, lineCount - line + 1);
    if (shown.length > 0) blocks.push({ line, lines: shown, ...(born >= 0 && { point: born }) });
    line += lines.length;
  }
  const status = known && !open ? 'known' : all.some((text) => text !== undefined) ? 'partial' : 'unknown';
  return { status, blocks, lineCount, open, ...(status === 'known' && { text: all.join('\n') }), ...doubt };
}
