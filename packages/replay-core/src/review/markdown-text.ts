/** Text on one line without a meaning of its own: what Markdown or HTML would read is escaped. */
export function inline(text: string): string {
  return atLineStart(escaped(text).trim());
}

/** Code on one line, between more backticks than it has in a row. */
export function code(text: string): string {
  const line = text.replace(/\s+/gu, ' ');
  const fence = '`'.repeat(longestRun(line) + 1);
  return `${fence}${/^`|`$/.test(line) ? ` ${line} ` : line}${fence}`;
}

/** A line as one of a diff. */
export function fencedLine(text: string): readonly string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}diff`, text.replace(/[\r\n]/g, ' '), fence];
}

/** What somebody wrote, as a quotation. Code in it stays code, since nothing in code is markup; all else is text. */
export function quoted(text: string): readonly string[] {
  const lines = text.split(/\r\n?|\n/);
  const written: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [, fence = ''] = /^(`{3,20})[\w+#.-]{0,20}\s*$/.exec(line) ?? [];
    const end = fence === '' ? -1 : lines.findIndex((other, index) => index > at && other.trim() === fence);
    if (end === -1) written.push(withCode(line));
    else written.push(...lines.slice(at, end + 1).map((verbatim) => verbatim.replace(/[^\P{Cc}\t]/gu, ' ').trimEnd()));
    at = Math.max(at, end);
  }
  return written.map((line) => (line === '' ? '>' : `> ${line}`));
}

/** An address that others can follow, too: one of a machine's own leads them nowhere. */
const PUBLIC = /^https?:\/\/(?!localhost\b|127\.|0\.0\.0\.0|\[::1?\])[^\s<>\\]+$/i;

/** A link, where there is an address to follow. */
export function link(words: string, url: string | undefined): string {
  return url !== undefined && PUBLIC.test(url) ? `[${words}](<${url}>)` : words;
}

/** What hides itself or turns the direction of writing; the joiners of some scripts and of pictures do neither. */
const HIDDEN = /(?![\u200c\u200d])[\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A text in which nothing hides: characters that nobody would see are called by their code points, such as `U+202E`. */
export function unhidden(text: string): string {
  return text.replace(HIDDEN, (one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
}

/** A line of text in which what stands between single backticks is code. */
function withCode(line: string): string {
  const pieces = line.trim().split(/(`+)/); // text and backticks in turn
  let written = '';
  for (let at = 0; at < pieces.length; at += 1) {
    const isCode = pieces[at] === '`' && pieces[at + 2] === '`';
    written += isCode ? code(pieces[at + 1] ?? '') : escaped(pieces[at] ?? '');
    if (isCode) at += 2;
  }
  return atLineStart(written);
}

function escaped(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').replace(/[\\`*_[\]<>#|~&]/g, '\\$&');
}

/** Begins no list and no rule. */
function atLineStart(line: string): string {
  return line.replace(/^(?=[-+=])|^(\d{1,9})(?=[.)])/, (number) => (number === '' ? '\\' : `${number}\\`));
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
