const PIECE = 6 * 1024;

/**
 * Cuts markdown into pieces of some kilobytes where nothing spans the cut: after a blank line, outside of fenced code,
 * before a line that begins at the margin and continues no list or quote. Linear.
 */
export function splitBlocks(text: string): string[] {
  if (text.length <= PIECE) return [text];
  const pieces: string[] = [];
  let from = 0;
  let at = 0;
  let fence: string | undefined;
  let blank = true;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (blank && fence === undefined && at - from >= PIECE && startsBlock(line)) {
      pieces.push(text.slice(from, at));
      from = at;
    }
    if (fence === undefined) fence = mark;
    else if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
    blank = line.trim() === '';
    at = end < 0 ? text.length : end + 1;
  }
  pieces.push(text.slice(from));
  return pieces;
}

function startsBlock(line: string): boolean {
  return /^[^\s>\-*+\d]/.test(line) || /^(?:\*\*?[^\s*]|-{3,}$|\d+[^.)\d])/.test(line);
}
