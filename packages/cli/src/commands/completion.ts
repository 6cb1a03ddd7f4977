import { PlayheadError } from '@playhead/protocol';
import type { Command, CommandContext, CommandInput } from '../command.ts';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { dirOption } from './shared-options.ts';
import { withStorage } from './with-session.ts';

/** How many recordings completion offers. */
const OFFERED = 50;
const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/**
 * `playhead completion`: what shells complete by.
 *
 * @param commands - The table, which this is a part of.
 */
export function completionCommand(commands: () => readonly Command[]): Command {
  return {
    name: 'completion',
    usage: '[bash|zsh|fish|ids]',
    about: 'print completion for a shell (default bash), or the ids that it offers',
    examples: [
      { line: 'completion bash >> ~/.bashrc', about: 'complete in bash from now on' },
      { line: 'completion zsh > ~/.zsh/playhead.zsh', about: 'for zsh; source that file in .zshrc' },
      { line: 'completion fish > ~/.config/fish/completions/playhead.fish', about: 'for fish' },
    ],
    positionals: { min: 0, max: 1 },
    completes: ['bash', 'zsh', 'fish', 'ids'],
    options: { dir: dirOption },
    async run(input, context) {
      const [shell = 'bash'] = input.positionals;
      if (shell === 'ids') return printIds(input, context);
      const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell as keyof typeof SCRIPTS] : undefined; // a key of it
      if (!script) throw new PlayheadError('usage', `Completion is there for bash, zsh and fish, not for "${shell}". Name one of them.`);
      context.output.line(script(commands()));
      return 0;
    },
  };
}

async function printIds(input: CommandInput, context: CommandContext): Promise<number> {
  return withStorage(input, context, async (storage) => {
    const { sessions } = await storage.list({ limit: OFFERED });
    for (const { sessionId } of sessions) context.output.line(sessionId);
    return 0;
  });
}
