'use client';
import { useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import type { NearView } from './near-view.ts';

/** Props of {@link LazyBlock}. */
export interface LazyBlockProps {
  readonly nearView: NearView;
  /** Drawn at once, without waiting for a look. */
  readonly first: boolean;
  /** Drawn wherever it is, because something leads to it. */
  readonly keep?: boolean | undefined;
  /** Its height in pixels, as far as it can be told before it was drawn. */
  readonly height: number;
  readonly children: () => ReactNode;
}

/** Draws something while it is near what is looked at, and keeps its place otherwise. What somebody used stays. */
export function LazyBlock({ nearView, first, keep = false, height, children }: LazyBlockProps): ReactElement {
  const element = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(first);
  const [known, setKnown] = useState(height);
  const used = useRef(false);
  useEffect(() => {
    const block = element.current;
    if (!block) return undefined;
    return nearView.watch(block, ({ isIntersecting, boundingClientRect: { height: drawnHeight } }) => {
      if (!isIntersecting && drawnHeight > 0 && block.childElementCount > 0) setKnown(drawnHeight);
      setNear(isIntersecting || used.current || block.contains(document.activeElement));
    });
  }, [nearView]);
  const drawn = near || keep;
  return <div ref={element} className="ph-diff__block" style={drawn ? undefined : { blockSize: known }} onClickCapture={() => { used.current = true; }}>{drawn && children()}</div>;
}
