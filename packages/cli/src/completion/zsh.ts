import type { Command } from '../command.ts';
import { bashCompletion } from './bash.ts';

/** A completion script for zsh, which knows how to run one of bash. */
export function zshCompletion(commands: readonly Command[]): string {
  return ['autoload -U +X compinit bashcompinit', '(( $+functions[compdef] )) || compinit', 'bashcompinit', bashCompletion(commands)].join('\n');
}
