import type { LocatedReviewThread, Outcome, ReviewAnchor, ReviewDocument, ReviewedMarker, ReviewEntry, ReviewVerdict } from '@playhead/protocol';
import type { ReplayLocation } from '../location.ts';
import { relativePath } from '../relative-path.ts';
import { code, fencedLine, inline, link, quoted, unhidden } from './markdown-text.ts';
import type { ReviewMarker } from './review-rule.ts';

/** Options of {@link reviewToMarkdown}. */
export interface ReviewMarkdownOptions {
  /** What the rules found: each is listed with its reason, also where nobody decided yet. Default: what was decided is listed, by its id. */
  readonly markers?: readonly ReviewMarker[];
  /** Where the session worked: paths inside are written without it. Default: paths are written as recorded. */
  readonly directory?: string | undefined;
  /** The address of a moment: whatever is named leads there. Default: nothing leads anywhere, as with an address of the machine's own. */
  readonly linkTo?: ((location: ReplayLocation) => string) | undefined;
}

const VERDICTS: Readonly<Record<ReviewVerdict, string>> = { approved: 'Approved', 'changes-requested': 'Changes requested', rejected: 'Rejected' };
const OUTCOMES: Readonly<Record<Outcome, string>> = { success: 'Succeeded', failed: 'Failed', interrupted: 'Interrupted', max_iterations_reached: 'Limit reached' };
/** So many markers and files are listed. */
const MOST_LISTED = 100;

/**
 * A review as Markdown, to paste into a pull request. Everything that somebody wrote is quoted so that it cannot become markup of the
 * page; code in notes stays code. Characters that hide or turn the direction of writing are called by their code points.
 *
 * @example
 * ```ts
 * const review = toReviewDocument(model, annotations);
 * reviewToMarkdown(review, { markers: findReviewMarkers(model), directory: model.session.cwd }); // '# Review of Add login …'
 * ```
 */
export function reviewToMarkdown(review: ReviewDocument, options: ReviewMarkdownOptions = {}): string {
  const { session, verdict, verdicts, outcome, flag, tags, ratings, viewed, threads } = review;
  const { directory, linkTo } = options;
  const place = (anchor: ReviewAnchor, eventId = anchor.eventId): string => link(placeOf(anchor, directory), linkTo?.(locationOf(anchor, eventId, session.startedAt)));
  const notes = (resolved: boolean): readonly string[] => threads.filter((thread) => thread.resolved === resolved).flatMap((thread, index) => [...(index === 0 ? [] : ['']), ...threadLines(thread, place)]);
  const paths = [...new Set(viewed.map(({ path }) => relativePath(path, directory)))].sort();
  return unhidden([
    `# Review of ${inline(session.name)}`,
    '',
    `- Session: ${link(code(session.sessionId), linkTo?.({}))}`,
    `- Verdict: ${verdict ? VERDICTS[verdict] : 'none yet'}`,
    ...verdicts.map((each) => `  - ${who(each)}: ${VERDICTS[each.verdict]}${each.text === undefined ? '' : `. ${inline(each.text)}`}`),
    ...(outcome ? [`- Outcome: ${OUTCOMES[outcome.outcome]}, as ${who(outcome)} says${outcome.reason === undefined ? '' : `: ${inline(outcome.reason)}`}`] : []),
    ...(flag ? [`- Flagged by ${who(flag)}${flag.reason === undefined ? '' : `: ${inline(flag.reason)}`}`] : []),
    ...(tags.length > 0 ? [`- Tags: ${tags.map(code).join(', ')}`] : []),
    ...section('Open notes', notes(false)),
    ...section('Needs Review', listed(markerLines(review.markers, options))),
    ...section('Ratings', ratings.map((each) => `- ${each.rating === 'good' ? 'Good' : 'Wrong'}: ${place(each.anchor)} (${who(each)})`)),
    ...section('Resolved notes', notes(true)),
    ...section('Files viewed', listed(paths.map((path) => `- ${code(path)}`))),
    '',
  ].join('\n'));
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines];
}

function listed(lines: readonly string[]): readonly string[] {
  return lines.length <= MOST_LISTED ? lines : [...lines.slice(0, MOST_LISTED), `- and ${lines.length - MOST_LISTED} more`];
}

/** What is open first: as boxes, of which those that somebody decided about are ticked. */
function markerLines(decided: readonly ReviewedMarker[], { markers = [], linkTo }: ReviewMarkdownOptions): readonly string[] {
  const decisions = new Map(decided.map((each) => [each.marker, each]));
  const names = new Set(markers.map(({ id }) => id));
  const lines = markers.map(({ id, title, reason, evidence: [first] }) => {
    const decision = decisions.get(id);
    const name = link(inline(title), first === undefined ? undefined : linkTo?.({ e: first }));
    return { open: !decision, text: `- [${decision ? 'x' : ' '}] ${name}: ${inline(reason)}${decision ? ` ${decisionOf(decision)}` : ''}` };
  });
  const unnamed = decided.filter(({ marker }) => !names.has(marker)).map((each) => `- [x] ${code(each.marker)} ${decisionOf(each)}`);
  return [...lines.filter(({ open }) => open), ...lines.filter(({ open }) => !open)].map(({ text }) => text).concat(unnamed);
}

function decisionOf(decision: ReviewedMarker): string {
  return `${decision.state === 'done' ? 'Done' : 'Dismissed'} (${who(decision)})${decision.reason === undefined ? '' : `: ${inline(decision.reason)}`}`;
}

function threadLines({ anchor, state, line, eventId, notes }: LocatedReviewThread, place: (anchor: ReviewAnchor, eventId?: string) => string): readonly string[] {
  const at = line === undefined ? anchor : { ...anchor, line };
  const quote = anchor.on === 'line' && anchor.quote !== undefined ? ['', ...fencedLine(`${anchor.side === 'old' ? '-' : '+'} ${anchor.quote}`)] : [];
  return [`### ${place(at, eventId)}${state === 'outdated' ? ' (outdated)' : state === 'moved' ? ' (moved)' : ''}`, ...quote, ...notes.flatMap((note) => ['', `**${who(note)}**, ${minute(note.at)} UTC`, '', ...quoted(note.text)])];
}

function placeOf({ on, path = '', line, quote, at, until, call, turn, eventId }: ReviewAnchor, directory: string | undefined): string {
  if (on === 'session') return 'The session';
  if (on === 'line') return `${code(relativePath(path, directory))}, line ${line ?? '?'}`;
  if (on === 'turn') return quote === undefined ? `Turn ${code(turn ?? '')}` : `Turn “${inline(quote.slice(0, 100))}”`;
  if (on === 'range') return `Stretch${at === undefined ? '' : ` from ${second(at)}${until === undefined ? '' : ` to ${second(until).slice(second(until).startsWith(second(at).slice(0, 11)) ? 11 : 0)}`} UTC`}`;
  return `Event ${quote === undefined ? code(call ?? eventId ?? '') : `“${inline(relativePath(quote, directory).slice(0, 100))}”`}${at === undefined ? '' : ` at ${second(at)} UTC`}`;
}

/** Where a replay shows it. */
function locationOf({ on, at, until }: ReviewAnchor, eventId: string | undefined, startedAt: number): ReplayLocation {
  const since = (time: number): number => Math.max(0, (time - startedAt) / 1000);
  return on === 'session' ? {} : {
    ...(eventId !== undefined ? { e: eventId } : at !== undefined && { t: since(at) }),
    ...(on === 'line' && { tab: 'diff' }),
    ...(on === 'range' && at !== undefined && until !== undefined && { r: [Math.floor(since(at)), Math.ceil(since(until))] as const }),
  };
}

function who({ author, by }: ReviewEntry): string {
  return `${inline(author)}${by === 'agent' ? ' (agent)' : ''}`;
}

function second(at: number): string {
  const time = new Date(at / 1000);
  return Number.isNaN(time.getTime()) ? 'an unknown time' : time.toISOString().slice(0, 19).replace('T', ' ');
}

function minute(at: number): string {
  const time = second(at);
  return /\d$/.test(time) ? time.slice(0, 16) : time;
}
