import type { Command, Completes } from '../command.ts';
import { groupsOf, IDS_COMMAND } from './words.ts';

/** A completion script for fish, made of the table. */
export function fishCompletion(commands: readonly Command[]): string {
  return [
    'function __playhead_said', // whether the words before the cursor are these, and then, with -b, whatever else
    '  argparse b -- $argv; or return',
    '  set -l words (commandline -opc)[2..]',
    '  set -l wanted (string split -n " " -- $argv[1])',
    '  set -l length (count $wanted)',
    '  set -q _flag_b; or test (count $words) -eq $length; or return 1',
    '  test (count $words) -ge $length; or return 1',
    '  test $length -eq 0; or test "$words[1..$length]" = "$wanted"',
    'end',
    'complete -c playhead -f',
    ...groupsOf(commands).flatMap(({ after, words }) => words.map(({ word, about }) => `complete -c playhead -n '__playhead_said ${quoted(after)}' -a ${word} -d ${quotedOnce(about)}`)),
    ...commands.flatMap(optionsOf),
  ].join('\n');
}

function optionsOf({ name, options = {}, completes }: Command): readonly string[] {
  const there = `complete -c playhead -n '__playhead_said -b ${quoted(name)}'`;
  const flags = Object.entries(options).map(([option, { type, about, short, values = [], completes: kind }]) => [
    there, `-l ${option}`, ...(short === undefined ? [] : [`-s ${short}`]), ...(type === 'string' ? ['-r'] : []),
    ...(kind ? [offer(kind)] : values.length > 0 ? [`-a ${quotedOnce(values.join(' '))}`] : []), `-d ${quotedOnce(about)}`,
  ].join(' '));
  return [...flags, ...(typeof completes === 'string' ? [`${there} ${offer(completes)}`] : completes ? [`${there} -a ${quotedOnce(completes.join(' '))}`] : [])];
}

function offer(kind: Completes): string {
  return kind === 'session' ? `-a "(${IDS_COMMAND})"` : '-F';
}

/** Within a text that stands between single quotes. */
function quoted(text: string): string {
  return `"${text}"`;
}

function quotedOnce(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
