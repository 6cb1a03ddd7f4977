'use client';
import type { ReactElement } from 'react';
import { useFormat } from '../settings/SettingsContext.tsx';
import { LONGEST_LINE } from './visible-text.ts';
import { VisibleText } from './VisibleText.tsx';

/** A line of recorded text. Of a very long one the beginning, and how many characters follow. */
export function CutLine({ text }: { readonly text: string }): ReactElement {
  const format = useFormat();
  if (text.length <= LONGEST_LINE) return <VisibleText text={text || ' '} />;
  return <><VisibleText text={text.slice(0, LONGEST_LINE)} /><span className="ph-muted">… +{format.number(text.length - LONGEST_LINE)}</span></>;
}
