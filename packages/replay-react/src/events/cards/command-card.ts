import type { EventCard } from '../event-card.ts';
import { durationOf } from './step-line.ts';
import { hasOutput } from './step-output.ts';

/** A command in a shell: how it ended, and the lines of its output that say most. */
export const commandCard: EventCard = {
  icon: 'command',
  line: ({ step }, context) => {
    const code = step?.terminal?.exitCode;
    const failed = code !== 0 && step?.status === 'failed';
    return step && { argument: step.command, ...(code !== undefined && { instead: [durationOf(step, context), [context.messages.exit(code), failed ? 'bad' : undefined]], ...(failed && { status: [''] }) }) };
  },
  body: 'command',
  hasBody: ({ step }) => hasOutput(step),
};
