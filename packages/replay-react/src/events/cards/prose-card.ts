import type { EventCard } from '../event-card.ts';
import { eventLine } from './step-line.ts';

/** What somebody asked of the agent. */
export const promptCard: EventCard = { icon: 'prompt', line: eventLine, prose: true };

/** What the agent said or thought. */
export const assistantCard: EventCard = { icon: 'assistant', line: eventLine, prose: true };
