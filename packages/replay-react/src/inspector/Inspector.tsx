'use client';
import { useId, type KeyboardEvent, type ReactElement } from 'react';
import { Diff } from '../diff/Diff.tsx';
import { FinalOutput } from '../final-output/FinalOutput.tsx';
import { Raw } from '../raw/Raw.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { Terminal } from '../terminal/Terminal.tsx';
import { TestResults } from '../test-results/TestResults.tsx';
import type { InspectorTab } from '../view/replay-view.ts';
import { useReplayView, useReplayViewActions } from '../view/ViewContext.tsx';

const TABS: readonly (readonly [InspectorTab, string])[] = [['terminal', 'Terminal'], ['diff', 'Diff'], ['tests', 'Tests'], ['output', 'Output'], ['raw', 'Raw']];

/** Terminal, changes, tests, answer and raw records, as tabs. Only the chosen one is drawn. */
export function Inspector(): ReactElement {
  const { tab } = useReplayView();
  const { setTab } = useReplayViewActions();
  const id = useId();
  const { files, failed } = useReplayState((state) => ({ files: state.model.files.filter((file) => file.changes.length > 0).length, failed: state.model.tests.at(-1)?.failed ?? 0 }));
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = TABS.findIndex(([name]) => name === tab);
    const to = { ArrowRight: (at + 1) % TABS.length, ArrowLeft: (at + TABS.length - 1) % TABS.length, Home: 0, End: TABS.length - 1 }[event.key];
    const next = to === undefined ? undefined : TABS[to]?.[0];
    if (!next) return;
    event.preventDefault();
    setTab(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <>
      <div className="ph-tabs">
        <div role="tablist" aria-label="Inspector" onKeyDown={onKeyDown}>
          {TABS.map(([name, label]) => (
            <button key={name} type="button" role="tab" id={`${id}-${name}`} aria-selected={tab === name} aria-controls={`${id}-panel`} tabIndex={tab === name ? 0 : -1} onClick={() => setTab(name)}>
              {label}
              {name === 'diff' && files > 0 && <span className="ph-count">{files}</span>}
              {name === 'tests' && failed > 0 && <span className="ph-count ph-count--bad">{failed} failed</span>}
            </button>
          ))}
        </div>
      </div>
      <div className="ph-scroll" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${tab}`}>
        {tab === 'terminal' ? <Terminal /> : tab === 'diff' ? <Diff /> : tab === 'tests' ? <TestResults /> : tab === 'output' ? <FinalOutput /> : <Raw />}
      </div>
    </>
  );
}
