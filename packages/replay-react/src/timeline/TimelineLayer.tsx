'use client';
import type { ReactElement, ReactNode } from 'react';
import { useTimelineFrame } from './TimelineContext.ts';

/** One drawn layer of a timeline. It says nothing to assistive technology: the slider does. */
export function TimelineLayer({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement {
  const { axis, geometry } = useTimelineFrame();
  return <svg className="ph-tl__svg" data-part={name} width={axis.widthPx} height={geometry.height} aria-hidden="true" focusable="false">{children}</svg>;
}
