'use client';
import { useEffect, useState, type ReactElement } from 'react';
import type { Announcer } from './announcer.ts';

/**
 * Says to assistive technology what happens: at once what follows from a command, and at most every five seconds, in one
 * sentence, what a live session brings. Never interrupts. Renders a hidden `status`.
 */
export function LiveRegion({ announcer }: { readonly announcer: Announcer }): ReactElement {
  const [said, setSaid] = useState({ text: '', number: 0 });
  // The same words twice are two messages: a new element makes readers say them again.
  useEffect(() => announcer.subscribe((text) => setSaid(({ number }) => ({ text, number: number + 1 }))), [announcer]);
  return <div className="ph-hidden" role="status" aria-live="polite"><span key={said.number}>{said.text}</span></div>;
}
