'use client';
import { lazy, Suspense, type LazyExoticComponent, type ReactElement } from 'react';
import type { TextValue } from '@playhead/protocol';
import { AnsiText } from '../ansi/AnsiText.tsx';
import { beginningOf } from '../elements/beginning-of.ts';
import { useText } from '../replay/use-text.ts';
import { useWords } from '../settings/SettingsContext.tsx';
import { iterationsMessages } from './iterations-messages.ts';
import type { UnifiedDiffProps } from './UnifiedDiff.tsx';

const LONGEST = 64 * 1024;

const UnifiedDiff: LazyExoticComponent<(props: UnifiedDiffProps) => ReactElement> = lazy(async () => ({ default: (await import('./UnifiedDiff.tsx')).UnifiedDiff }));

/** Props of {@link IterationText}. */
export interface IterationTextProps {
  /** What assistive technology calls it. */
  readonly name: string;
  readonly value: TextValue;
  /** Whether it is a diff. */
  readonly diff: boolean;
}

/** What the actor printed, or what it changed; of a very long one its beginning. */
export function IterationText({ name, value, diff }: IterationTextProps): ReactElement {
  const words = useWords('iterations', iterationsMessages);
  const { text, status } = useText([value]);
  const shown = beginningOf(text, LONGEST);
  const plain = <pre className="ph-out" dir="ltr" role="group" aria-label={name} tabIndex={0}><AnsiText text={shown} />{shown.length < text.length && '…'}</pre>;
  return (
    <div className="ph-well" aria-busy={status === 'loading'}>
      {diff ? <Suspense fallback={<div role="status" aria-label={words.loading} />}><UnifiedDiff text={shown} name={name} otherwise={plain} /></Suspense> : plain}
      {status === 'error' && <p className="ph-bad" role="status">{words.missing}</p>}
    </div>
  );
}
