import { stripVTControlCharacters } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue, previewOf, type TextValue } from '@playhead/protocol';
import type { ReplayEvent } from '@playhead/replay-core';
import { plain } from '../../plain-text.ts';
import type { Theme } from '../view/theme.ts';

/** A line of a session as text. */
export interface TextLine {
  readonly text: string;
  /** SGR parameters. */
  readonly style: string;
}

/** So many lines of one event are shown. */
const MOST_LINES = 60;
/** So many characters of one line are kept. */
const LONGEST_LINE = 2000;

type Lines = (data: JsonObject, event: ReplayEvent, theme: Theme, textOf: TextOf) => readonly TextLine[];
/** The text of a value, as far as it is at hand. */
export type TextOf = (value: TextValue) => string;

/** Events that have a look of their own; all others are told in one line, as lists tell them. */
const looks: Readonly<Partial<Record<string, Lines>>> = {
  prompt: (data, _event, { styles }, textOf) => ['', ...linesOf(data['text'], textOf)].map((text, place) => ({ text: place === 0 ? '' : `${place === 1 ? '> ' : '  '}${text}`, style: styles.bold })),
  assistant_text: (data, _event, _theme, textOf) => linesOf(data['text'], textOf).map((text) => ({ text, style: '' })),
  final_output: (data, _event, _theme, textOf) => linesOf(data['content'], textOf).map((text) => ({ text, style: '' })),
  terminal_command: (data, _event, { styles }, textOf) => linesOf(data['command'], textOf).map((text, place) => ({ text: `${place === 0 ? '$ ' : '  '}${text}`, style: styles.bold })),
  terminal_output: (data, event, { styles }, textOf) => [
    ...(data['encoding'] === 'base64' ? [] : linesOf(data['text'], textOf)).map((text) => ({ text: `  ${text}`, style: '' })),
    ...(event.severity === 'error' ? [{ text: `  ${event.summary}`, style: styles.error }] : []),
  ],
  tool_result: (_data, event, theme) => (event.severity === 'error' || event.severity === 'denied' ? told(event, theme) : []),
  file_diff: (data, event, theme) => [...told(event, theme), ...diffLines(data['hunks'], theme)],
};

/** Types that say nothing to people. */
const SILENT: ReadonlySet<string> = new Set(['usage', 'session_update', 'session_status']);

/** An event for people who read a session from top to bottom. Nothing in it moves a cursor. */
export function eventLines(event: ReplayEvent, theme: Theme, textOf: TextOf): readonly TextLine[] {
  const { type, data } = event.record;
  if (SILENT.has(type)) return [];
  const lines = (isJsonObject(data) && looks[type]?.(data, event, theme, textOf)) || told(event, theme);
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), { text: `  ${theme.symbols.more} ${lines.length - MOST_LINES + 1} more lines`, style: theme.styles.dim }];
}

function told({ title, summary, severity }: ReplayEvent, { styles, symbols }: Theme): readonly TextLine[] {
  const bad = severity === 'error' || severity === 'denied';
  return [{ text: plain([title, summary].filter((part) => part !== '').join(': '), LONGEST_LINE), style: bad ? styles.error : styles.dim }].map(({ text, style }) => ({ text: `${bad ? symbols.error : symbols.between} ${text}`, style }));
}

function diffLines(hunks: JsonValue | undefined, { styles }: Theme): readonly TextLine[] {
  if (!Array.isArray(hunks)) return [];
  return hunks.flatMap((hunk) => (isJsonObject(hunk) && Array.isArray(hunk['lines']) ? hunk['lines'] : [])).map((line) => {
    const text = typeof line === 'string' ? plainLine(line) : '';
    return { text: `  ${text}`, style: text.startsWith('+') ? styles.added : text.startsWith('-') ? styles.removed : styles.dim };
  });
}

/** A recorded text as lines, without all that is no character: what a line wrote over itself is gone, as on a terminal. */
function linesOf(value: JsonValue | undefined, textOf: TextOf): readonly string[] {
  const text = textOf(typeof value === 'string' || isJsonObject(value) ? (value as TextValue) : ''); // a value that is no text reads as a blank one
  const lines = stripVTControlCharacters(text).split('\n').map((line) => plainLine(line.replace(/\r+$/, '').replace(/^.*\r/, '')));
  while (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines.length === 1 && lines[0] === '' ? [] : lines;
}

/** One line, its indentation kept. */
function plainLine(line: string): string {
  const spaced = line.replaceAll('\t', '    ');
  const body = spaced.trimStart();
  return `${' '.repeat(spaced.length - body.length)}${plain(body, LONGEST_LINE)}`;
}

/** The text of a value that nothing was loaded for. */
export function textAtHand(value: TextValue): string {
  return typeof value === 'string' ? value : previewOf(value);
}
