import { durationOf, outcomeOf, statusOf, stepArgument, stepName } from './cards/step-line.ts';
import { relativePath } from '../elements/relative-path.ts';
import type { CardContext, CardLine, EventCard, RowLine } from './event-card.ts';
import type { FeedRow } from './feed.ts';

const AS_ALWAYS: CardLine = {};

/** What a row says on its line: a step its name, what it was about, how long it took and how it ended; other events their title and summary. */
export function lineOf(card: EventCard, row: FeedRow, context: CardContext): RowLine {
  const { event, step } = row;
  const { name, argument, first = [], instead, status = step && statusOf(step, context), ...own } = card.line?.(row, context) ?? AS_ALWAYS;
  return {
    ...own,
    name: name ?? (step ? stepName(step, context) : event.title),
    argument: argument ?? (step ? stepArgument(step, context) : relativePath(event.summary, context.directory)),
    meta: [...first, ...(instead ?? [step ? durationOf(step, context) : outcomeOf(event, context)]), ...(status ? [status] : [])],
  };
}

/** What a line says, for assistive technology. */
export function spokenLine({ name, tool, argument, note, meta }: RowLine): string {
  return spoken(name, tool, [argument, note].filter(Boolean).join(' ').slice(0, 200), ...meta.map(([text]) => text));
}

/** What a line is called, for its button. */
export function spokenTitle({ name, tool, argument }: RowLine): string {
  return spoken(name, tool, argument.slice(0, 60));
}

function spoken(name: string, tool: string | undefined, ...rest: readonly string[]): string {
  return [tool === undefined ? name : `${name} › ${tool}`, ...rest].filter(Boolean).join(', ');
}
