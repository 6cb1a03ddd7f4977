import type { Node } from '@humanwhocodes/momoa';
import type { ServerEntry } from './server-entries.ts';
import { blanksBefore, type TextEdit } from './text-edits.ts';

/** How a tap is started. */
export interface TapCommand {
  /** The program: an absolute path. */
  readonly command: string;
  /** What leads it to Playhead, an absolute path. */
  readonly script: string;
  /** What the tap is told beside the name of the server, such as `--task=SHOP-42`. */
  readonly options: readonly string[];
}

/** How an entry was written before: with arguments, or with a command alone. */
type Before = 'args' | 'command';

const MARK = '--wrapped=';

/** The arguments of an entry up to the server's own command, where `playhead gateway install` wrote them. */
function tapOf({ started }: ServerEntry): { readonly before: Before; readonly length: number } | undefined {
  const texts = started?.args?.texts ?? [];
  const [, gateway, transport, mark = ''] = texts;
  const length = texts.indexOf('--') + 1; // of what comes before the server's own command
  const before = mark.slice(MARK.length);
  if (gateway !== 'gateway' || transport !== 'stdio' || !mark.startsWith(MARK) || length === 0 || length >= texts.length) return undefined;
  return before === 'args' || before === 'command' ? { before, length } : undefined;
}

/** Whether `playhead gateway install` put a tap before the server. */
export function isWrapped(entry: ServerEntry): boolean {
  return tapOf(entry) !== undefined;
}

/** Whether the tap before the server is this one. */
export function isWrappedBy(entry: ServerEntry, tap: TapCommand): boolean {
  const found = tapOf(entry);
  if (!found || entry.started?.command.value !== tap.command) return false;
  const wanted = tapArguments(entry, tap, found.before);
  return wanted.length === found.length && wanted.every((text, index) => text === entry.started?.args?.texts[index]);
}

/** The program and script of the tap before the server. */
export function tapFiles({ started }: ServerEntry): readonly string[] {
  return started ? [started.command.value, ...(started.args?.texts.slice(0, 1) ?? [])] : [];
}

/** Puts a tap before a server. What stood there stays as it was written, in another place. */
export function wrapEdits(text: string, entry: ServerEntry, tap: TapCommand): readonly TextEdit[] {
  const { started } = entry;
  if (!started) return [];
  const [from, to] = rangeOf(started.command);
  const before: Before = started.args ? 'args' : 'command';
  const own = [...tapArguments(entry, tap, before).map((part) => JSON.stringify(part)), text.slice(from, to)].join(', ');
  const command = { from, to, text: JSON.stringify(tap.command) };
  if (!started.args) {
    const [start] = rangeOf(started.member);
    const blanks = blanksBefore(text, start);
    const colon = text.slice(rangeOf(started.member.name)[1], from);
    return [{ ...command, text: `${command.text},${blanks.includes('\n') ? blanks : ' '}"args"${/^\s*:\s*$/.test(colon) ? colon : ': '}[${own}]` }];
  }
  const { list } = started.args;
  const [first] = list.elements;
  const at = first ? rangeOf(first)[0] : rangeOf(list)[0] + 1;
  return [command, { from: at, to: at, text: first ? `${own},${blanksBefore(text, at) || ' '}` : own }];
}

/** Takes a tap away again. What it stood before is written as it was. */
export function unwrapEdits(text: string, entry: ServerEntry): readonly TextEdit[] {
  const { started } = entry;
  const found = tapOf(entry);
  if (!started?.args || !found) return [];
  const { elements } = started.args.list;
  const [first, own, next] = [elements[0], elements[found.length], elements[found.length + 1]];
  if (!first || !own) return [];
  const [start, end] = [rangeOf(first)[0], rangeOf(own)[1]];
  const command = { ...placeOf(started.command), text: text.slice(rangeOf(own)[0], end) };
  if (found.before === 'command' && !next) return [command, { ...memberPlace(text, started.args.member), text: '' }];
  if (next) return [command, { from: start, to: rangeOf(next)[0], text: '' }];
  const [opened, closed] = rangeOf(started.args.list);
  const isAsWritten = start === opened + 1; // else somebody gave every element a line
  return [command, isAsWritten ? { from: start, to: end, text: '' } : { from: opened, to: closed, text: '[]' }];
}

function tapArguments({ name }: ServerEntry, { script, options }: TapCommand, before: Before): readonly string[] {
  return [script, 'gateway', 'stdio', `${MARK}${before}`, `--name=${name}`, ...options, '--'];
}

/** A member with the comma that it needs: the one before it, or that behind the first. */
function memberPlace(text: string, member: Node): Pick<TextEdit, 'from' | 'to'> {
  const [from, to] = rangeOf(member);
  const before = /,\s*$/.exec(text.slice(0, from))?.[0].length;
  if (before !== undefined) return { from: from - before, to };
  return { from, to: to + (/^\s*,\s*/.exec(text.slice(to))?.[0].length ?? 0) };
}

function placeOf(node: Node): Pick<TextEdit, 'from' | 'to'> {
  const [from, to] = rangeOf(node);
  return { from, to };
}

function rangeOf({ range, loc }: Node): readonly [from: number, to: number] {
  return range ? [range[0], range[1]] : [loc.start.offset, loc.end.offset];
}
