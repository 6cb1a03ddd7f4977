import type { EventCard, MetaItem } from '../event-card.ts';
import { durationOf } from './step-line.ts';
import { hasOutput } from './step-output.ts';

/** A test run: its counts, and the failing lines first. */
export const testCard: EventCard = {
  icon: 'test',
  line: ({ step }, context) => {
    if (!step) return undefined;
    const { messages, format } = context;
    const { failed = 0, passed = 0, skipped = 0 } = step.test ?? {};
    const counts: MetaItem[] = [...durationOf(step, context)];
    if (failed > 0) counts.push([messages.testsFailed(failed, format.number(failed)), 'bad']);
    if (passed > 0 || (step.test && failed === 0)) counts.push([messages.testsPassed(passed, format.number(passed)), failed > 0 ? undefined : 'ok']);
    if (skipped > 0) counts.push([messages.testsSkipped(skipped, format.number(skipped))]);
    return { name: messages.names.test, argument: step.command, instead: counts, status: step.status === 'failed' && failed > 0 ? [] : undefined };
  },
  body: 'test',
  hasBody: ({ step }) => hasOutput(step) || (step?.test?.cases.length ?? 0) > 0,
};
