'use client';
import { useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { Diff } from '../diff/Diff.tsx';
import { FinalOutput } from '../final-output/FinalOutput.tsx';
import { Raw } from '../raw/Raw.tsx';
import { useReplayState } from '../replay/ReplayRoot.tsx';
import { Terminal } from '../terminal/Terminal.tsx';
import { TestResults } from '../test-results/TestResults.tsx';

/** The tabs of the inspector. */
export type InspectorTab = 'terminal' | 'diff' | 'tests' | 'output' | 'raw';

const TABS: readonly (readonly [InspectorTab, string])[] = [['terminal', 'Terminal'], ['diff', 'Diff'], ['tests', 'Tests'], ['output', 'Output'], ['raw', 'Raw']];

/** Props of {@link Inspector}. */
export interface InspectorProps {
  /** Default `terminal`. */
  readonly defaultTab?: InspectorTab;
  /** For the styles that the diff viewer adds, where the page has a content security policy. */
  readonly nonce?: string | undefined;
}

/** Terminal, changes, tests, answer and raw records, as tabs. Only the chosen one is drawn. */
export function Inspector({ defaultTab = 'terminal', nonce }: InspectorProps): ReactElement {
  const [tab, setTab] = useState<InspectorTab>(defaultTab);
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
        {tab === 'terminal' ? <Terminal /> : tab === 'diff' ? <Diff nonce={nonce} /> : tab === 'tests' ? <TestResults /> : tab === 'output' ? <FinalOutput /> : <Raw />}
      </div>
    </>
  );
}
