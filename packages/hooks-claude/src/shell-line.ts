/** What stands between the settings of a shell and the command in a line that the client gives a shell. */
const EVAL = ' && eval ';

/**
 * The command in the line that the client has a shell run: `source … && eval 'make' < /dev/null && pwd -P >| …`.
 *
 * @returns undefined for any other line, such as the start of an MCP server.
 */
export function commandOfLine(line: string): string | undefined {
  const start = line.indexOf(EVAL);
  return start < 0 ? undefined : firstWord(line.slice(start + EVAL.length));
}

/** The first word of a shell line, without its quotes; undefined where a quote is not closed. */
function firstWord(text: string): string | undefined {
  let word = '';
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (/[\s;&|<>]/.test(character)) return word;
    if (character === "'") {
      const end = text.indexOf("'", at + 1);
      if (end < 0) return undefined;
      word += text.slice(at + 1, end);
      at = end;
    } else if (character === '"') {
      const quoted = /^"((?:[^"\\]|\\.)*)"/s.exec(text.slice(at));
      if (!quoted) return undefined;
      word += (quoted[1] ?? '').replaceAll(/\\([$`"\\])/g, '$1').replaceAll('\\\n', '');
      at += quoted[0].length - 1;
    } else if (character === '\\') {
      at += 1;
      word += text.charAt(at);
    } else {
      word += character;
    }
  }
  return word;
}
