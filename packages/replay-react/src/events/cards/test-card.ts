import type { EventCard } from '../event-card.ts';
import { durationOf } from './step-line.ts';
import { hasOutput } from './step-output.ts';

/** A test run: its counts, and the failing lines first. */
export const testCard: EventCard = {
  icon: 'test',
  line: ({ step }, context) => {
    if (!step) return undefined;
    const { messages, format } = context;
    const { failed = 0, passed = 0, skipped = 0 } = step.test ?? {};
    return {
      name: messages.names.test, argument: step.command,
      instead: [
        durationOf(step, context),
        [failed > 0 ? messages.testsFailed(failed, format.number(failed)) : '', 'bad'],
        [passed > 0 || (step.test && failed === 0) ? messages.testsPassed(passed, format.number(passed)) : '', failed > 0 ? undefined : 'ok'],
        [skipped > 0 ? messages.testsSkipped(skipped, format.number(skipped)) : ''],
      ],
      ...(step.status === 'failed' && failed > 0 && { status: [''] }),
    };
  },
  body: 'test',
  hasBody: ({ step }) => hasOutput(step) || (step?.test?.cases.length ?? 0) > 0,
};
