import type { News } from './announcement-messages.ts';

/** Milliseconds between two messages about a live session. */
export const NEWS_EVERY_MS = 5000;

/** What waits to be told, and when something was told last. Times in milliseconds of a steady clock. */
export interface NewsGate {
  readonly waiting: News;
  readonly toldAt: number;
}

/** Nothing waits, and nothing was told yet. */
export const quietGate: NewsGate = { waiting: { events: 0, errors: 0 }, toldAt: Number.NEGATIVE_INFINITY };

/** Adds what arrived. Pure. */
export function addNews({ waiting, toldAt }: NewsGate, { events, errors }: News): NewsGate {
  return { waiting: { events: waiting.events + events, errors: waiting.errors + errors }, toldAt };
}

/** What may be told now, all in one, or how long to wait with it. Pure. */
export function openGate(gate: NewsGate, now: number): { readonly gate: NewsGate; readonly news?: News; readonly waitMs?: number } {
  if (gate.waiting.events === 0) return { gate };
  const waitMs = gate.toldAt + NEWS_EVERY_MS - now;
  return waitMs > 0 ? { gate, waitMs } : { gate: { ...quietGate, toldAt: now }, news: gate.waiting };
}
