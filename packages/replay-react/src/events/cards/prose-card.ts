import type { EventCard } from '../event-card.ts';

/** What somebody asked of the agent. */
export const promptCard: EventCard = { icon: 'prompt', prose: true };

/** What the agent said or thought. */
export const assistantCard: EventCard = { icon: 'assistant', prose: true };
