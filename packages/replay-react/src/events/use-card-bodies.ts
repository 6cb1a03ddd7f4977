'use client';
import { useEffect, useState } from 'react';
import type { CardBodies } from './event-card.ts';

/** The bodies of cards: they load once the rows are on the page. */
export function useCardBodies(): CardBodies | undefined {
  const [bodies, setBodies] = useState<CardBodies>();
  useEffect(() => {
    let gone = false;
    import('./cards/card-bodies.ts').then(
      ({ cardBodies }) => { if (!gone) setBodies(cardBodies); },
      () => { if (!gone) setBodies({}); }, // rows keep to their line
    );
    return () => { gone = true; };
  }, []);
  return bodies;
}
