const MOST_MARKS = 1000;
const DEEPEST = 40;
const MOST_COLUMNS = 200;
const MARKS = new Set('[]()*_~`<&!@.:/\\');
const STRONG = new Set('[]()*_~`<&!@\\');
const BULLET = /^(?:[-*+]|(\d{1,9})[.)])[ \t]+\S/;
const DELIMITERS = /^[|:\- \t]+$/;

/**
 * Whether markdown can be parsed in a time that grows with its length. The parser is slower than that for blocks
 * with thousands of brackets or emphasis marks, and for quotes and lists that are nested very deeply; such a text
 * is shown as it is. Errs on the side of no. Linear.
 */
export function isTame(text: string): boolean {
  let marks = 0;
  let listIndent = -2;
  let fence: { readonly mark: string; readonly indent: number } | undefined;
  let previous = '';
  let inTable = false;
  for (const line of text.split('\n')) {
    const content = line.trimStart();
    const indent = line.length - content.length;
    if (fence && (content === '' || indent >= fence.indent)) {
      if (content.startsWith(fence.mark) && content.replaceAll(fence.mark.charAt(0), '').trim() === '') fence = undefined;
      continue;
    }
    fence = undefined;
    if (content === '') {
      marks = 0;
      inTable = false;
      previous = '';
      continue;
    }
    if (!isShallow(content) || indent > DEEPEST * 4) return false;
    const near = indent <= listIndent + 5;
    const opened = near ? /^(`{3,}|~{3,})([^`]*)$/.exec(content)?.[1] : undefined;
    if (opened !== undefined) {
      fence = { mark: opened, indent };
      marks = 0;
      continue;
    }
    const bullet = near ? BULLET.exec(content) : null;
    const item = bullet !== null && (bullet[1] === undefined || bullet[1] === '1' || previous === '' || BULLET.test(previous));
    if (item) listIndent = indent;
    if (item || (indent < 4 && /^#{1,6}[ \t]/.test(content))) marks = 0;
    if (content.includes('-') && DELIMITERS.test(content) && previous.includes('|')) inTable = content.split('|', MOST_COLUMNS + 1).length <= MOST_COLUMNS;
    if (inTable) marks = 0;
    marks += marksIn(content);
    if (marks > MOST_MARKS) return false;
    previous = content;
  }
  return true;
}

function marksIn(content: string): number {
  let strong = 0;
  let all = 0;
  for (const letter of content) {
    if (!MARKS.has(letter)) continue;
    all++;
    if (STRONG.has(letter)) strong++;
  }
  // Dots, colons and slashes count where there are thousands of them in one line alone: they may begin links.
  return strong + (all > MOST_MARKS * 2 ? all : 0) + (content.includes('|') && content.split('|', MOST_COLUMNS + 2).length > MOST_COLUMNS + 1 ? MOST_MARKS + 1 : 0);
}

/** Whether a line opens few quotes and lists in one go. */
function isShallow(content: string): boolean {
  let depth = 0;
  for (let index = 0; index < content.length; index++) {
    const letter = content.charAt(index);
    if (letter === '>' || letter === '-' || letter === '*' || letter === '+' || /\d/.test(letter)) depth += 1;
    else if (letter !== ' ' && letter !== '\t' && letter !== '.' && letter !== ')') break;
    if (depth > DEEPEST) return /^(?:(?:- ?)+|(?:\* ?)+|[\d.) \t]+|[-| :]+)$/.test(content.slice(0, 5000)) && !/^(?:[-*+] ){9}/.test(content);
  }
  return true;
}
