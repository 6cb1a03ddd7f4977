import { claudeHooksOf, pluginModules, transportOf, transportOption } from '../claude-wiring.ts';
import type { Command } from '../command.ts';
import { wiringPlace } from './init.ts';
import { dirOption } from './shared-options.ts';

/** `playhead hooks claude settings`: the hooks, for settings that somebody else writes. */
export const hooksClaudeSettingsCommand: Command = {
  name: 'hooks claude settings',
  about: 'print the hooks object for a settings.json of Claude Code',
  examples: [
    { line: 'hooks claude settings --transport http', about: 'print the hooks that send to the server' },
  ],
  options: { transport: transportOption, dir: dirOption },
  async run(input, context) {
    const transport = transportOf(input);
    const hooks = claudeHooksOf(transport, await wiringPlace(input, context));
    context.output.line(JSON.stringify({ ...(transport === 'plugin' && { modules: pluginModules() }), hooks }, null, 2));
    return 0;
  },
};
