import type { DiffHunk } from '@playhead/protocol';

/** What the client says of a change besides its patch. */
export interface ChangedTexts {
  readonly before: string;
  /** The whole text after; else what was replaced by what. */
  readonly after?: string | undefined;
  readonly replaced?: { readonly old: string; readonly by: string; readonly all: boolean } | undefined;
}

/**
 * The patch of a change with the lines that the file has. The client writes two spaces for each tab that a line begins with, so its patches
 * do not fit files that are indented by tabs. A patch that differs otherwise comes back as it is.
 */
export function exactHunks(hunks: readonly DiffHunk[], { before, after, replaced }: ChangedTexts): readonly DiffHunk[] {
  if (!/^\t/m.test(before) && !/^\t/m.test(after ?? replaced?.by ?? '')) return hunks;
  const olds = before.split('\n');
  const news = (after ?? (replaced && replace(before, replaced)))?.split('\n');
  const exact: DiffHunk[] = [];
  for (const hunk of hunks) {
    let [oldLine, newLine] = [hunk.oldStart - 1, hunk.newStart - 1];
    const lines: string[] = [];
    for (const line of hunk.lines) {
      const sign = line.charAt(0);
      const real = sign === '+' ? news?.[newLine] : sign === '\\' ? line.slice(1) : olds[oldLine];
      if (real === undefined || (real !== line.slice(1) && real.replace(/^\t+/, (tabs) => '  '.repeat(tabs.length)) !== line.slice(1))) return hunks;
      lines.push(`${sign}${real}`);
      if (sign === ' ' || sign === '-') oldLine += 1;
      if (sign === ' ' || sign === '+') newLine += 1;
    }
    exact.push({ ...hunk, lines });
  }
  return exact;
}

function replace(text: string, { old, by, all }: NonNullable<ChangedTexts['replaced']>): string | undefined {
  const at = text.indexOf(old);
  if (at < 0 || old === '') return undefined;
  return all ? text.split(old).join(by) : text.slice(0, at) + by + text.slice(at + old.length);
}
