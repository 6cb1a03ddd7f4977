'use client';
import { useMemo, type ReactElement } from 'react';
import { State } from '../elements/State.tsx';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';

const LONGEST = 64 * 1024;

/** The records of the step at the playhead, as they were recorded. */
export function Raw(): ReactElement {
  const { model, currentIndex } = useReplayState((state) => ({ model: state.model, currentIndex: state.currentIndex }));
  const text = useMemo(() => {
    const event = model.events[currentIndex];
    if (!event) return '';
    const records = event.stepId === undefined ? [event] : model.events.filter((candidate) => candidate.stepId === event.stepId);
    return records.slice(0, 50).map(({ record }) => JSON.stringify(record, null, 2)).join('\n');
  }, [model, currentIndex]);
  if (text === '') return <State icon="list" title="Nothing selected">Select an event to see its records.</State>;
  return <pre className="ph-raw" tabIndex={0} aria-label="Records"><VisibleText text={text.slice(0, LONGEST)} />{text.length > LONGEST && '\n…'}</pre>;
}
