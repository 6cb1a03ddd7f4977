import { PlayheadError } from '@playhead/protocol';
import { retainSession } from '@playhead/replay-core/retention';
import type { Command, CommandInput } from '../command.ts';
import { sayOfSession } from '../say-of-session.ts';
import { momentOption } from './list-options.ts';
import { dirOption, durationMs, jsonOption } from './shared-options.ts';

const DAY_MS = 86_400_000;
/** A hundred years. */
const MOST_DAYS = 36_500;

/** `playhead sessions keep`: says how long one recording is kept. */
export const sessionsKeepCommand: Command = {
  name: 'sessions keep',
  usage: '<id>',
  about: 'say how long one recording is kept, in place of the retention policy',
  examples: [
    { line: 'sessions keep 0194 --for 365d', about: 'a year after its last record' },
    { line: 'sessions keep 0194 --until 2027-06-30', about: 'until a day' },
    { line: 'sessions keep 0194 --off', about: 'the policy counts again' },
  ],
  completes: 'session',
  positionals: { min: 1, max: 1 },
  options: {
    for: { type: 'string', value: 'time', about: 'for so long after its last record, such as 12h or 365d; then it is removed' },
    until: { type: 'string', value: 'date', about: 'until a date or time, of UTC where it names no zone; then it is removed' },
    off: { type: 'boolean', about: 'what the policy says counts again' },
    author: { type: 'string', value: 'name', about: 'who says it (default: the name of your account)' },
    json: jsonOption,
    dir: dirOption,
  },
  async run(input, context) {
    const [forMs, keepUntil] = [durationMs(input, 'for'), untilOf(input)];
    if ([forMs !== undefined, keepUntil !== undefined, input.flag('off')].filter(Boolean).length !== 1) throw new PlayheadError('usage', 'Give one of --for, --until and --off.');
    if (forMs !== undefined && forMs > MOST_DAYS * DAY_MS) throw new PlayheadError('usage', `--for is at most ${MOST_DAYS}d. To keep a recording for ever, use playhead sessions pin.`);
    const { sessionId } = await sayOfSession(retainSession({ ...(forMs !== undefined && { keepDays: forMs / DAY_MS }), ...(keepUntil !== undefined && { keepUntil }) }), input, context);
    if (input.flag('json')) return 0;
    const what = keepUntil === undefined ? `${input.text('for') ?? ''} after its last record` : `until ${new Date(keepUntil / 1000).toISOString()}`;
    context.output.line(input.flag('off') ? `${sessionId} is kept as long as the policy says` : `${sessionId} is kept ${what}, and removed by the next prune after that`);
    return 0;
  },
};

/** A moment to come; what is past would remove it at once. */
function untilOf(input: CommandInput): number | undefined {
  const until = momentOption(input, 'until', Date.now());
  if (until !== undefined && until <= Date.now() * 1000) throw new PlayheadError('usage', '--until must be to come. To remove a recording now, use playhead sessions delete.');
  if (until !== undefined && !Number.isSafeInteger(until)) throw new PlayheadError('usage', '--until is too far away. To keep a recording for ever, use playhead sessions pin.');
  return until;
}
