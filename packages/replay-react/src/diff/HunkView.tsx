'use client';
import { Component, createElement, useEffect, useMemo, useRef, useState, type ComponentType, type ReactElement, type ReactNode, type RefObject } from 'react';
import type { DiffHunk } from '@playhead/protocol';
import { hidesCharacters, LONGEST_LINE } from '../elements/visible-text.ts';
import { LONGEST_WHOLE } from './cut-hunks.ts';
import { DiffLines } from './DiffLines.tsx';
import { useTurn } from './EngineProvider.tsx';
import type { RdvcHunkProps } from './rdvc-hunk.tsx';

/** Props of {@link HunkView}. */
export interface HunkViewProps {
  readonly hunk: DiffHunk;
  /** What the stretch is called: it can be scrolled with the keyboard, so it has a name. */
  readonly label: string;
  readonly split?: boolean | undefined;
  readonly language?: string | undefined;
  readonly nonce?: string | undefined;
  /** Never more than plain lines. */
  readonly plainOnly?: boolean | undefined;
}

/** A hunk: plain lines until it is looked at and the diff viewer is loaded. One with hidden characters stays plain, where they are shown, and so does one with very long lines, where they are cut, and one that says how a file ends, which is no difference to the viewer. */
export function HunkView({ hunk, label, split, language, nonce, plainOnly = false }: HunkViewProps): ReactElement {
  const element = useRef<HTMLDivElement>(null);
  const seen = useSeen(element);
  const plain = useMemo(() => plainOnly || hunk.lines.length > LONGEST_WHOLE || hunk.lines.some((line) => line.length > LONGEST_LINE || line.startsWith('\\') || hidesCharacters(line)), [hunk, plainOnly]);
  const Engine = useEngine(useTurn(seen && !plain));
  const lines = <DiffLines hunk={hunk} split={split} />;
  return (
    <div ref={element} className="ph-diff__rows" role="group" aria-label={label} tabIndex={0} dir="ltr" data-engine={Engine ? 'rdvc' : 'static'}>
      {Engine ? <Fallback fallback={lines}>{createElement(Engine, { key: split ? 'split' : 'unified', hunk, split, language, nonce })}</Fallback> : lines}
    </div>
  );
}

function useEngine(wanted: boolean): ComponentType<RdvcHunkProps> | undefined {
  const [engine, setEngine] = useState<{ readonly of: ComponentType<RdvcHunkProps> }>();
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
    if (seen || !element.current || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver((entries) => { if (entries.some((entry) => entry.isIntersecting)) setSeen(true); }, { rootMargin: '200px' });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element, seen]);
  return seen;
}

/** React has error boundaries as classes only. */
class Fallback extends Component<{ readonly fallback: ReactNode; readonly children: ReactNode }, { readonly failed: boolean }> {
  override state: { readonly failed: boolean } = { failed: false };
  static getDerivedStateFromError(): { readonly failed: boolean } { return { failed: true }; }
  override render(): ReactNode { return this.state.failed ? this.props.fallback : this.props.children; }
}
