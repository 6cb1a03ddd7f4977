import type { MomentCategory } from '@playhead/protocol';
import { createTerminalLines } from './terminal-lines.ts';
import { readTestSummary, testTitle, type TestCounts } from './test-summary.ts';

/** Something in a terminal that is worth a jump: the data of a `moment` record, and when it was seen. */
export interface TerminalMoment {
  /** Microseconds since the Unix epoch, as they were handed in. Never runs back. */
  readonly at: number;
  readonly title: string;
  readonly category: MomentCategory;
  readonly exitCode?: number;
}

/** Options of {@link createTerminalMoments}. */
export interface TerminalMomentOptions {
  /** After how many seconds of silence what comes next is a moment. Default 30. */
  readonly idleSeconds?: number;
}

/** Finds the moments of one terminal. Each call gives those it led to, most calls none; times are microseconds. */
export interface TerminalMoments {
  /** What was printed, in pieces of any size. */
  output(at: number, text: string): readonly TerminalMoment[];
  /** That something was typed. What it was is not asked for. */
  input(at: number): readonly TerminalMoment[];
  resize(at: number, columns: number, rows: number): readonly TerminalMoment[];
  /** How the program ended; nothing may follow. */
  exit(at: number, exitCode?: number, signal?: string): readonly TerminalMoment[];
}

const ERROR = /^(?:(?:[A-Z]\w{0,60})?(?:Error|Exception)(?: \[\w{1,60}\])?: |error(?:\[\w{1,20}\])?: |fatal: |panic: |npm (?:ERR!|error) |Traceback \(most recent call last\)|Segmentation fault|.{1,100}: command not found$)/;
const MILESTONE = /^[^\w"'`]{0,12}(?:Successfully (?:provisioned|deployed|published|released|built|created)\b|Apply complete!|Deploy(?:ment|ed)? (?:complete|succeeded|successful)|Deployed to\b|Published \S|BUILD SUCCESS|Build succeeded|Provisioning complete|Released v?\d|Migrations? (?:complete|applied)\b)/;

/** Dozens of lines tell one failure: what follows so soon is a part of it. */
const SAME_US = 1_000_000;
/** A window that is dragged changes its size many times. */
const SETTLED_US = 500_000;
const LONGEST_TITLE = 120;

/**
 * Finds what is worth a jump in a terminal by what it prints: commands that ended, where the shell says so (OSC 133), summaries of test
 * runners, errors, what was reached (deployed, published), silence, changes of its size and its end. What full-screen programs paint is left alone.
 * Time is linear in the output, memory is bounded, whatever is printed.
 *
 * @example
 * ```ts
 * const moments = createTerminalMoments();
 * for (const { title } of moments.output(at, 'Tests  12 passed (12)\r\n')) console.log(title); // 12 passed
 * ```
 */
export function createTerminalMoments({ idleSeconds = 30 }: TerminalMomentOptions = {}): TerminalMoments {
  const lines = createTerminalLines();
  const lastOf = new Map<MomentCategory, number>();
  let found: TerminalMoment[] = [];
  let now = -Infinity;
  let heard: number | undefined;
  let size: { readonly at: number; readonly columns: number; readonly rows: number } | undefined;
  let half: Partial<TestCounts> | undefined;
  const shell = createShellMarks();

  const add = (category: MomentCategory, title: string, exitCode?: number): void => {
    const text = title.trim();
    found.push({ at: now, title: text.length > LONGEST_TITLE ? `${text.slice(0, LONGEST_TITLE - 1)}…` : text, category, ...(exitCode !== undefined && { exitCode }) });
  };
  const addOnce = (category: MomentCategory, title: string): void => {
    const last = lastOf.get(category);
    lastOf.set(category, now);
    if (last === undefined || now - last >= SAME_US) add(category, title);
  };
  const addTests = (counts: TestCounts): void => {
    half = undefined;
    addOnce(counts.failed > 0 ? 'tests_failed' : 'tests_passed', testTitle(counts));
  };
  const endHalf = (): void => {
    if (half && (half.passed ?? 0) + (half.failed ?? 0) > 0) addTests({ passed: half.passed ?? 0, failed: half.failed ?? 0 });
    half = undefined;
  };
  const takeLine = (text: string): void => {
    const line = text.trim();
    if (line === '') return;
    const summary = readTestSummary(line);
    if (summary && 'half' in summary) {
      if (half?.[summary.half] !== undefined) endHalf();
      half = { ...half, [summary.half]: summary.count };
      if (half.passed !== undefined && half.failed !== undefined) endHalf();
      return;
    }
    if (half && !/^\d+ (?:pending|skip|todo)/.test(line)) endHalf();
    if (summary) addTests(summary);
    else if (ERROR.test(line)) addOnce('error', line);
    else if (MILESTONE.test(line)) add('milestone', line.replace(/^[^\w"'`]+/, ''));
  };
  const begin = (at: number, alive = true): void => {
    found = [];
    now = Math.max(now, at);
    if (size && now - size.at >= SETTLED_US) endResize();
    if (!alive) return;
    const silent = heard === undefined ? 0 : (now - heard) / 1e6;
    heard = now;
    if (silent < idleSeconds) return;
    endHalf();
    add('idle', `Nothing for ${silent < 90 ? `${Math.round(silent)} s` : `${Math.round(silent / 60)} min`}`);
  };
  const endResize = (): void => {
    if (size) add('resize', `Resized to ${size.columns} × ${size.rows}`);
    size = undefined;
  };

  return {
    output(at, text) {
      begin(at);
      lines.push(text, (line) => {
        if (line.kind === 'line') {
          shell.line(line.text);
          takeLine(line.text);
          return;
        }
        endHalf();
        const ended = shell.mark(line.text, line.before);
        if (ended) add('command', ended.command || 'Command', ended.exitCode);
      });
      return found;
    },
    input(at) {
      begin(at);
      return found;
    },
    resize(at, columns, rows) {
      begin(at, false);
      size = { at, columns, rows };
      return found;
    },
    exit(at, exitCode, signal) {
      begin(at, false);
      if (!lines.painting && lines.open.trim() !== '') takeLine(lines.open);
      endHalf();
      endResize();
      add('exit', signal === undefined ? `Exited${exitCode === undefined ? '' : ` with ${exitCode}`}` : `Ended by ${signal}`, exitCode);
      return found;
    },
  };
}

/** Follows a shell by its marks. A shell marks also what is no command, such as an empty line: that is told by nothing. */
function createShellMarks(): { line(text: string): void; mark(text: string, before: string): { command: string; exitCode: number | undefined } | undefined } {
  let command = '';
  let running = false;
  let reading = false; // between the prompt and the command's output
  let printed = false;
  let prompt = '';
  let beginning = ''; // what stood in the line when the output began
  return {
    line(text) {
      if (running) printed ||= text.trim() !== '';
      else if (reading && command === '') command = text.startsWith(prompt) ? text.slice(prompt.length) : text;
    },
    mark(text, before) {
      const [kind, code] = text.split(';');
      if (kind === 'A') [running, reading, printed, command] = [false, false, false, ''];
      else if (kind === 'B') [reading, command, prompt] = [true, '', before];
      else if (kind === 'C') {
        if (command === '' && reading) command = before.startsWith(prompt) ? before.slice(prompt.length) : before;
        [running, reading, beginning] = [true, false, before];
      } else if (kind === 'D') {
        const exitCode = code !== undefined && /^-?\d{1,6}$/.test(code) ? Number(code) : undefined;
        const ended = running && (command.trim() !== '' || printed || before !== beginning || exitCode !== undefined) ? { command: command.trim(), exitCode } : undefined;
        [running, reading, printed, command] = [false, false, false, ''];
        return ended;
      }
      return undefined;
    },
  };
}
