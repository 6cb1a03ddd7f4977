import type { CommandContext } from './command.ts';

/** Asks a person before something is done that cannot be undone; true where nobody sits there to be asked. */
export async function askFirst(question: string, { interactive }: CommandContext): Promise<boolean> {
  if (!interactive || process.stdin.isTTY !== true) return true;
  const { confirm } = await import('@clack/prompts');
  return (await confirm({ message: question, initialValue: false, output: process.stderr })) === true;
}
