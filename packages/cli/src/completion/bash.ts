import type { Command, Completes } from '../command.ts';
import { groupsOf, IDS_COMMAND, longestFirst, valuesOf } from './words.ts';

/** A completion script for bash, made of the table. zsh runs it too. */
export function bashCompletion(commands: readonly Command[]): string {
  return [
    '_playhead() {',
    '  local word="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" said="${COMP_WORDS[*]:1:$((COMP_CWORD-1))}" words=""',
    '  case "$said " in',
    ...longestFirst(commands).flatMap(caseOf),
    ...groupsOf(commands).map(({ after, words }) => `    "${after} "${after === '' ? '' : '*'}) words="${words.map(({ word }) => word).join(' ')}" ;;`),
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '}',
    'complete -F _playhead playhead',
  ].join('\n');
}

function caseOf(command: Command): readonly string[] {
  const { name, options = {}, completes } = command;
  const flags = Object.keys(options).map((option) => `--${option}`).join(' ');
  const rest = typeof completes === 'string' ? offer(completes) : `words="${(completes ?? []).join(' ')}"`;
  return [
    `    "${name} "*)`,
    '      case "$previous" in',
    ...valuesOf(command).map(({ flags: own, values, completes: kind }) => `        ${own.join('|')}) ${kind ? offer(kind) : `words="${values.join(' ')}"`} ;;`),
    `        *) if [[ "$word" == -* ]]; then words="${flags}"; else ${rest}; fi ;;`,
    '      esac ;;',
  ];
}

function offer(kind: Completes): string {
  switch (kind) {
    case 'session': return `words="$(${IDS_COMMAND})"`;
    case 'file': return 'COMPREPLY=($(compgen -f -- "$word")); return';
    case 'folder': return 'COMPREPLY=($(compgen -d -- "$word")); return';
  }
}
