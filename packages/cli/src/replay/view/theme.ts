import { asciiSymbols, speaksUtf8, type Symbols, unicodeSymbols } from './symbols.ts';

/** How a replay looks on one terminal. */
export interface Theme {
  readonly symbols: Symbols;
  /** Whether there are colours. */
  readonly colors: boolean;
  /** Whether recorded characters beyond ASCII can be shown. */
  readonly unicode: boolean;
  /** SGR parameters by what they mean. */
  readonly styles: Readonly<Record<'dim' | 'bold' | 'played' | 'head' | 'moment' | 'snapshot' | 'error' | 'live' | 'bar' | 'added' | 'removed' | 'hit', string>>;
}

const COLORED: Theme['styles'] = { dim: '2', bold: '1', played: '36', head: '7', moment: '33', snapshot: '35', error: '31', live: '1;32', bar: '7', added: '32', removed: '31', hit: '7' };
const PLAIN: Theme['styles'] = { dim: '', bold: '1', played: '', head: '7', moment: '', snapshot: '', error: '', live: '1', bar: '7', added: '', removed: '', hit: '7' };

/**
 * How a replay looks here.
 *
 * @param options.colors - False where the user wants none; then only ASCII is drawn around the recording.
 */
export function themeFor(env: Readonly<Record<string, string | undefined>>, { colors }: { readonly colors: boolean }): Theme {
  const unicode = speaksUtf8(env);
  return { symbols: unicode && colors ? unicodeSymbols : asciiSymbols, colors, unicode, styles: colors ? COLORED : PLAIN };
}
