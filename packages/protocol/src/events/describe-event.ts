import type { SessionRecord } from '../record.ts';
import type { EventKind, Severity, StepRole } from './define-event.ts';
import { firstLine } from './first-line.ts';
import { eventRegistry } from './index.ts';

/** How an event is shown where only a line is free. */
export interface EventDescription {
  readonly kind: EventKind;
  readonly title: string;
  /** One line of at most 200 characters, without markup. */
  readonly summary: string;
  readonly severity: Severity;
  readonly step?: StepRole;
}

/**
 * Describes any record, known or not. Never throws: data that does not fit its type is described
 * by the type alone.
 *
 * @example
 * ```ts
 * describeEvent(record).summary; // 'npm test'
 * ```
 */
export function describeEvent(record: Pick<SessionRecord<unknown>, 'type' | 'data'>): EventDescription {
  const definition = eventRegistry.get(record.type);
  if (!definition) return { kind: 'session', title: firstLine(record.type.replaceAll('_', ' ')), summary: '', severity: 'info' };
  const { kind, title, step } = definition;
  const described: EventDescription = { kind, title, ...(step && { step }), summary: '', severity: 'info' };
  try {
    const data = record.data as never; // each definition is written for the data of its own type; what does not fit lands in the catch
    const summary: unknown = definition.summary(data); // whatever the recording holds in its place
    return { ...described, summary: typeof summary === 'string' ? firstLine(summary) : '', severity: definition.severity?.(data) ?? 'info' };
  } catch {
    return described;
  }
}
