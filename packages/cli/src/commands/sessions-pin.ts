import { PlayheadError } from '@playhead/protocol';
import { pinSession } from '@playhead/replay-core/retention';
import type { Command } from '../command.ts';
import { sayOfSession } from '../say-of-session.ts';
import { dirOption, jsonOption } from './shared-options.ts';

/** `playhead sessions pin`: keeps a recording whatever the retention policy says. */
export const sessionsPinCommand: Command = {
  name: 'sessions pin',
  usage: '<id>',
  about: 'keep a recording whatever the retention policy says, or no longer',
  examples: [
    { line: 'sessions pin 0194 --reason "For the report"', about: 'no rule removes it from now on' },
    { line: 'sessions pin 0194 --off', about: 'take the pin away' },
  ],
  completes: 'session',
  positionals: { min: 1, max: 1 },
  options: {
    off: { type: 'boolean', about: 'take the pin away' },
    reason: { type: 'string', value: 'text', about: 'why, for who comes later' },
    author: { type: 'string', value: 'name', about: 'who says it (default: the name of your account)' },
    json: jsonOption,
    dir: dirOption,
  },
  async run(input, context) {
    const off = input.flag('off');
    if (off && input.text('reason') !== undefined) throw new PlayheadError('usage', '--reason goes with a pin, not with --off.');
    const { sessionId } = await sayOfSession(pinSession(!off, input.text('reason')), input, context);
    if (!input.flag('json')) context.output.line(off ? `${sessionId} is not pinned` : `${sessionId} is pinned: no rule removes it`);
    return 0;
  },
};
