import type { Command } from './command.ts';

/** Commands that somebody waits for each time: what only others need is not loaded for them, which is most of a start. */
const QUICK: Readonly<Record<string, () => Promise<Command>>> = {
  record: async () => (await import('./commands/record.ts')).recordCommand,
  'gateway anthropic': async () => (await import('./commands/gateway-anthropic.ts')).gatewayAnthropicCommand,
  'gateway stdio': async () => (await import('./commands/gateway-stdio.ts')).gatewayStdioCommand,
};

/** The command that the arguments begin with, without the table of all of them, and what is left of them. Undefined where only that knows. */
export async function quickCommand(args: readonly string[]): Promise<{ command: Command; rest: readonly string[] } | undefined> {
  for (const length of [2, 1]) {
    const name = args.slice(0, length).join(' ');
    const command = Object.hasOwn(QUICK, name) ? await QUICK[name]?.() : undefined;
    if (command) return { command, rest: args.slice(length) };
  }
  return undefined;
}
