import type { LocatedReviewThread, Outcome, ReviewAnchor, ReviewDocument, ReviewEntry, ReviewVerdict } from '@playhead/protocol';

const VERDICTS: Readonly<Record<ReviewVerdict, string>> = { approved: 'Approved', 'changes-requested': 'Changes requested', rejected: 'Rejected' };
const OUTCOMES: Readonly<Record<Outcome, string>> = { success: 'Succeeded', failed: 'Failed', interrupted: 'Interrupted', max_iterations_reached: 'Limit reached' };

/**
 * A review as Markdown, to paste into a pull request. Everything that somebody wrote is quoted so that it cannot become markup of the page.
 *
 * @example
 * ```ts
 * reviewToMarkdown(toReviewDocument(model, annotations)); // '# Review of Add login …'
 * ```
 */
export function reviewToMarkdown({ session, verdict, verdicts, outcome, flag, tags, ratings, viewed, markers, threads }: ReviewDocument): string {
  const open = threads.filter(({ resolved }) => !resolved);
  const closed = threads.filter(({ resolved }) => resolved);
  const paths = [...new Set(viewed.map(({ path }) => path))].sort();
  return [
    `# Review of ${inline(session.name)}`,
    '',
    `- Session: ${code(session.sessionId)}`,
    `- Verdict: ${verdict ? VERDICTS[verdict] : 'none yet'}`,
    ...verdicts.map((each) => `  - ${who(each)}: ${VERDICTS[each.verdict]}${each.text === undefined ? '' : `. ${inline(each.text)}`}`),
    ...(outcome ? [`- Outcome: ${OUTCOMES[outcome.outcome]}, as ${who(outcome)} says${outcome.reason === undefined ? '' : `: ${inline(outcome.reason)}`}`] : []),
    ...(flag ? [`- Flagged by ${who(flag)}${flag.reason === undefined ? '' : `: ${inline(flag.reason)}`}`] : []),
    ...(tags.length > 0 ? [`- Tags: ${tags.map(code).join(', ')}`] : []),
    ...section('Ratings', ratings.map((each) => `- ${each.rating === 'good' ? 'Good' : 'Wrong'}: ${placeOf(each.anchor)} (${who(each)})`)),
    ...section('Open notes', open.flatMap(threadLines)),
    ...section('Resolved notes', closed.flatMap(threadLines)),
    ...section('Needs Review', markers.map((each) => `- ${each.state === 'done' ? 'Done' : 'Dismissed'}: ${code(each.marker)} (${who(each)})${each.reason === undefined ? '' : `. ${inline(each.reason)}`}`)),
    ...section('Files viewed', paths.map((path) => `- ${code(path)}`)),
    '',
  ].join('\n');
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

function threadLines({ anchor, state, line, notes }: LocatedReviewThread): readonly string[] {
  const at = line === undefined ? anchor : { ...anchor, line };
  const quote = anchor.on === 'line' && anchor.quote !== undefined ? ['', ...fenced(`${anchor.side === 'old' ? '-' : '+'} ${anchor.quote}`)] : [];
  return [`### ${placeOf(at)}${state === 'outdated' ? ' (outdated)' : state === 'moved' ? ' (moved)' : ''}`, ...quote, ...notes.flatMap((note) => ['', `**${who(note)}**, ${timeOf(note.at)}`, '', ...note.text.split(/\r\n?|\n/).map((text) => `> ${inline(text)}`)]), ''];
}

function placeOf({ on, path, line, quote, at, call, turn, eventId }: ReviewAnchor): string {
  if (on === 'session') return 'The session';
  if (on === 'line') return `${code(path ?? '')}, line ${line ?? '?'}`;
  if (on === 'turn') return quote === undefined ? `Turn ${code(turn ?? '')}` : `Turn “${inline(quote.slice(0, 100))}”`;
  const time = at === undefined ? '' : ` at ${timeOf(at)}`;
  if (on === 'range') return `Stretch${time}`;
  return `Event ${quote === undefined ? code(call ?? eventId ?? '') : `“${inline(quote.slice(0, 100))}”`}${time}`;
}

function who({ author, by }: ReviewEntry): string {
  return `${inline(author)}${by === 'agent' ? ' (agent)' : ''}`;
}

function timeOf(at: number): string {
  const time = new Date(at / 1000);
  return Number.isNaN(time.getTime()) ? 'an unknown time' : `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Text on one line without a meaning of its own: what Markdown or HTML would read is escaped. */
function inline(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim().replace(/[\\`*_[\]<>#|~&]/g, '\\$&').replace(/^(?=[-+=])|^(\d{1,9})(?=[.)])/, (number) => (number === '' ? '\\' : `${number}\\`));
}

/** Code on one line, between more backticks than it has in a row. */
function code(text: string): string {
  const line = text.replace(/\s+/gu, ' ');
  const fence = '`'.repeat(longestRun(line) + 1);
  return `${fence}${/^`|`$/.test(line) ? ` ${line} ` : line}${fence}`;
}

function fenced(text: string): readonly string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return [`${fence}diff`, text.replace(/[\r\n]/g, ' '), fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
