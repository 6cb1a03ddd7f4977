import { claudeHooksOf, transportOf, transportOption } from '../claude-wiring.ts';
import type { Command } from '../command.ts';
import { wiringPlace } from './init.ts';
import { dirOption } from './shared-options.ts';

/** `playhead hooks claude settings`: the hooks, for settings that somebody else writes. */
export const hooksClaudeSettingsCommand: Command = {
  name: 'hooks claude settings',
  about: 'print the hooks object for a settings.json of Claude Code',
  options: { transport: transportOption, dir: dirOption },
  async run(input, context) {
    context.output.line(JSON.stringify({ hooks: claudeHooksOf(transportOf(input), await wiringPlace(input, context)) }, null, 2));
    return 0;
  },
};
