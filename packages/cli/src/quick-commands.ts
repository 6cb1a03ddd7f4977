import type { Command } from './command.ts';

/** Commands that somebody waits for each time: what only others need is not loaded for them, which is most of a start. */
const QUICK: Readonly<Record<string, () => Promise<Command>>> = {
  record: async () => (await import('./commands/record.ts')).recordCommand,
};

/** The command of a first word, without the table of all of them. Undefined where only that knows. */
export async function quickCommand(word: string): Promise<Command | undefined> {
  return Object.hasOwn(QUICK, word) ? QUICK[word]?.() : undefined;
}
