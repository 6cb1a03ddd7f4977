import type { CommandContext } from '../command.ts';

/** What a text is, from which follows how it looks. */
export type Look = 'heading' | 'quiet' | 'good' | 'bad' | 'warning' | 'place';

/** SGR parameters. */
const SGR: Readonly<Record<Look, string>> = { heading: '1', quiet: '2', good: '32', bad: '31', warning: '33', place: '36' };

/**
 * How texts are coloured here: on a terminal that shows colours unless `NO_COLOR` is set, and anywhere where `FORCE_COLOR` is, other than `0`.
 *
 * @returns A function that gives a text its look. The text must hold no control characters.
 */
export function styleOf({ env, screen }: Pick<CommandContext, 'env' | 'screen'>): (look: Look, text: string) => string {
  const forced = env['FORCE_COLOR'];
  const colors = forced !== undefined ? forced !== '0' && forced !== 'false' : screen !== undefined && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  return (look, text) => (colors && text !== '' ? `\u001b[${SGR[look]}m${text}\u001b[0m` : text);
}
