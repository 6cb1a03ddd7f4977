'use client';
import { Component, createElement, useEffect, useRef, useState, type ComponentType, type ReactElement, type ReactNode, type RefObject } from 'react';
import type { DiffHunk } from '@playhead/protocol';
import { DiffLines } from './DiffLines.tsx';

/** Longer hunks stay plain lines. */
const LONGEST = 1000;

interface EngineProps {
  readonly hunk: DiffHunk;
  readonly nonce?: string | undefined;
}

/** A hunk: plain lines until it is looked at and the diff viewer is loaded. */
export function HunkView({ hunk, nonce }: EngineProps): ReactElement {
  const element = useRef<HTMLDivElement>(null);
  const seen = useSeen(element);
  const Engine = useEngine(seen && hunk.lines.length <= LONGEST);
  const lines = <DiffLines hunk={hunk} />;
  return (
    <div ref={element} className="ph-diff__rows" tabIndex={0} data-engine={Engine ? 'rdvc' : 'static'}>
      {Engine ? <Fallback fallback={lines}>{createElement(Engine, { hunk, nonce })}</Fallback> : lines}
    </div>
  );
}

function useEngine(wanted: boolean): ComponentType<EngineProps> | undefined {
  const [engine, setEngine] = useState<{ readonly of: ComponentType<EngineProps> }>();
  useEffect(() => {
    if (!wanted) return;
    let gone = false;
    import('./rdvc-hunk.tsx').then(
      ({ RdvcHunk }) => { if (!gone) setEngine({ of: RdvcHunk }); },
      () => undefined, // the plain lines stay
    );
    return () => { gone = true; };
  }, [wanted]);
  return engine?.of;
}

function useSeen(element: RefObject<Element | null>): boolean {
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!element.current || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) setSeen(true); }, { rootMargin: '200px' });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return seen;
}

/** React has error boundaries as classes only. */
class Fallback extends Component<{ readonly fallback: ReactNode; readonly children: ReactNode }, { readonly failed: boolean }> {
  override state: { readonly failed: boolean } = { failed: false };
  static getDerivedStateFromError(): { readonly failed: boolean } { return { failed: true }; }
  override render(): ReactNode { return this.state.failed ? this.props.fallback : this.props.children; }
}
