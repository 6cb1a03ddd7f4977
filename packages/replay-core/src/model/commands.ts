import type { Entry } from './entry.ts';
import { dataOf, stringIn } from './read-data.ts';

/** How much of a command is looked at, in characters. */
const READ = 4096;

/** The message that the command of an entry commits with; see {@link commitMessageOf}. */
export function commitOf(entry: Entry): string | undefined {
  if (entry.commit === undefined) entry.commit = commitMessageOf(stringIn(dataOf(entry.record), 'command') ?? '') ?? null;
  return entry.commit ?? undefined;
}

/** The message that a command commits with, blank when it is given elsewhere; `undefined` when it commits nothing. */
export function commitMessageOf(command: string): string | undefined {
  if (!command.includes('commit')) return undefined;
  const words = wordsOf(command.slice(0, READ));
  for (let start = words.indexOf('git'); start >= 0; start = words.indexOf('git', start + 1)) {
    const before = words[start - 1];
    if (before !== undefined && !SEPARATORS.has(before) && !before.includes('=')) continue;
    const end = words.findIndex((word, index) => index > start && SEPARATORS.has(word));
    const call = words.slice(start + 1, end < 0 ? undefined : end);
    const commit = call.indexOf('commit');
    if (commit < 0 || call.slice(0, commit).some((word) => SUBCOMMANDS.has(word))) continue;
    const flag = call.findIndex((word, index) => index > commit && (word === '--message' || /^-[a-zA-Z]{0,8}m$/.test(word)));
    const joined = call.find((word, index) => index > commit && word.startsWith('--message='));
    const message = flag < 0 ? joined?.slice('--message='.length) : call[flag + 1];
    return message === undefined ? '' : withoutHeredoc(message);
  }
  return undefined;
}

/** The part of a command line that runs tests, as a name for them. */
export function testCommandOf(command: string): string {
  const parts = command.slice(0, READ).split(/&&|\|\||[;|\n]/).map((part) => part.replace(/\s[12]?>(&[12]|\s?\S+)/g, '').replace(/\s+/g, ' ').trim());
  return parts.find((part) => /\b(tests?|spec|vitest|jest|mocha|pytest|ctest|rspec|phpunit)\b/i.test(part)) ?? parts.find((part) => part !== '') ?? '';
}

const SEPARATORS: ReadonlySet<string> = new Set(['&&', '||', ';', '|', '&', '\n']);
/** Subcommands that may have a word `commit` among their arguments. */
const SUBCOMMANDS: ReadonlySet<string> = new Set(['log', 'show', 'diff', 'add', 'checkout', 'grep', 'push', 'rebase', 'config', 'help', 'branch', 'tag']);

/** Words and separators of a command line, quotes taken off. Good enough to find an argument; not a shell. */
function wordsOf(command: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  const end = (): void => { if (word !== '') words.push(word); word = ''; };
  for (let place = 0; place < command.length; place += 1) {
    const sign = command.charAt(place);
    if (quote !== '') {
      if (sign === quote) quote = '';
      else if (sign === '\\' && quote === '"') { place += 1; word += command.charAt(place); }
      else word += sign;
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === ' ' || sign === '\t') end();
    else if (';|&\n'.includes(sign)) { end(); words.push(sign === command.charAt(place + 1) ? sign.repeat(2) : sign); }
    else word += sign;
  }
  end();
  return words;
}

/** Agents hand long messages over as `"$(cat <<'EOF' … EOF)"`: the first line in it. */
function withoutHeredoc(message: string): string {
  const lines = message.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  return (/^\$\(\s{0,9}cat\s{0,9}<</.test(lines[0] ?? '') ? lines[1] : lines[0]) ?? '';
}
