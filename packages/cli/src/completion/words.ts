import type { Command, Completes } from '../command.ts';

/** A word that may come next, and what it means. */
export interface OfferedWord {
  readonly word: string;
  readonly about: string;
}

/** What may come after some words of a command line. */
export interface Offer {
  /** The words that it comes after, such as `sessions list`; empty at the beginning. */
  readonly after: string;
  readonly words: readonly OfferedWord[];
}

/** What may come after the words of each group of commands, the longest first. */
export function groupsOf(commands: readonly Command[]): readonly Offer[] {
  const groups = new Map<string, Map<string, string>>();
  for (const { name, about } of commands) {
    const words = name.split(' ');
    for (const [index, word] of words.entries()) {
      const after = words.slice(0, index).join(' ');
      const known = groups.get(after) ?? new Map<string, string>();
      groups.set(after, known);
      known.set(word, index === words.length - 1 ? about : (known.get(word) ?? `${word} …`));
    }
  }
  return [...groups].map(([after, words]) => ({ after, words: [...words].map(([word, about]) => ({ word, about })) })).sort((a, b) => b.after.length - a.after.length);
}

/** The options of a command that take something which can be offered. */
export function valuesOf({ options = {} }: Command): readonly { readonly flags: readonly string[]; readonly values: readonly string[]; readonly completes: Completes | undefined }[] {
  return Object.entries(options).filter(([, { type }]) => type === 'string').map(([name, { short, values = [], completes }]) => (
    { flags: [`--${name}`, ...(short === undefined ? [] : [`-${short}`])], values, completes }
  ));
}

/** The commands, those with the longest names first. */
export function longestFirst(commands: readonly Command[]): readonly Command[] {
  return [...commands].sort((a, b) => b.name.length - a.name.length);
}

/** Prints the ids of the newest recordings, for scripts of completion. */
export const IDS_COMMAND = 'playhead completion ids 2>/dev/null';
