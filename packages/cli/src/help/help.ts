import type { Command, CommandOption } from '../command.ts';

/** What every exit code means unless a command says otherwise. */
export const EXITS: Readonly<Record<string, string>> = { 0: 'done', 1: 'failed', 2: 'wrong usage' };

/** The help of all commands, or of those that begin with a word; empty where there is none. */
export function helpOf(commands: readonly Command[], word = ''): string {
  const shown = commands.filter(({ name }) => word === '' || name === word || name.startsWith(`${word} `));
  if (shown.length === 0) return '';
  const lines = shown.map(({ name, usage = '', about }) => `  ${`playhead ${name} ${usage}`.trimEnd().padEnd(34)} ${about}`);
  return ['Playhead records coding-agent sessions and replays them.', '', ...lines, '', `Every command knows --help. Exit codes: ${exitText(EXITS)}.`].join('\n');
}

/** The help of one command. */
export function helpOfCommand({ name, usage = '', about, options = {}, examples, exits = {} }: Command): string {
  const lines = Object.entries(options).map(([option, of]) => `  ${`${of.short === undefined ? '' : `-${of.short}, `}${optionText(option, of)}`.padEnd(28)} ${aboutOption(of)}`);
  return [
    `playhead ${name} ${usage}`.trimEnd(), `  ${about}`,
    ...(lines.length > 0 ? ['', ...lines] : []),
    '', ...examples.map(({ line, about: what }) => `  playhead ${line}\n    ${what}`),
    '', `Exit codes: ${exitText({ ...EXITS, ...exits })}.`,
  ].join('\n');
}

/** How an option is written: `--limit <number>`. */
export function optionText(name: string, { type, value = 'value' }: CommandOption): string {
  return `--${name}${type === 'string' ? ` <${value}>` : ''}`;
}

/** What an option does, with the words that it may be. */
export function aboutOption({ about, values = [], multiple }: CommandOption): string {
  const words = values.length > 0 && !values.every((word) => about.includes(word)) ? [`one of ${values.join(', ')}`] : [];
  return [about, ...words, ...(multiple ? ['may be given several times'] : [])].join('; ');
}

/** Exit codes on one line. */
export function exitText(exits: Readonly<Record<string, string>>): string {
  return Object.entries(exits).map(([code, meaning]) => `${code === '*' ? 'else' : code} ${meaning}`).join(', ');
}
