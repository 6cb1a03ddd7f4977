'use client';
import { Fragment, useEffect, useMemo, useRef, type ReactElement } from 'react';
import type { ReplayState, SessionModel, Step, Turn } from '@playhead/replay-core';
import { formatTime } from '../locale/format.ts';
import { Icon } from '../elements/Icon.tsx';
import { relativePath } from '../elements/relative-path.ts';
import { stepWords } from '../events/step-words.ts';
import { shortText } from '../elements/text-value.ts';
import { VisibleText } from '../elements/VisibleText.tsx';
import { useReplayState, useReplayStore } from '../replay/ReplayRoot.tsx';

const LONGEST = 400;

const pick = ({ model, timeMap, currentIndex }: ReplayState): Pick<ReplayState, 'model' | 'timeMap' | 'currentIndex'> => ({ model, timeMap, currentIndex });

/** The turns of the session, and the steps of the current one. A first version: a list of buttons. */
export function Outline(): ReactElement {
  const store = useReplayStore();
  const { model, timeMap, currentIndex } = useReplayState(pick);
  const currentTurn = turnAt(model, currentIndex);
  const currentStep = model.events[currentIndex]?.stepId;
  const turns = useMemo(() => model.turns.slice(-LONGEST), [model.turns]);
  const go = (id: string | undefined): void => { if (id !== undefined) store.select(id); };
  const tree = useRef<HTMLUListElement>(null);
  useEffect(() => { showSelected(tree.current); }, [currentStep, currentTurn]);
  return (
    <ul ref={tree} className="ph-tree" role="tree" aria-label="Outline">
      {turns.map((turn) => (
        <Fragment key={turn.id}>
          <li role="treeitem" aria-level={1} aria-expanded={turn.id === currentTurn} aria-selected={turn.id === currentTurn && currentStep === undefined} tabIndex={0} onClick={() => go(turn.eventIds[0])} onKeyDown={(event) => { if (event.key === 'Enter') go(turn.eventIds[0]); }}>
            <Icon name={turn.id === currentTurn ? 'chev-d' : 'prompt'} /><span className="ph-cut"><VisibleText text={titleOf(turn)} /></span><span className="ph-count">{formatTime(timeMap.toVirtual(turn.startedAt))}</span>
          </li>
          {turn.id === currentTurn && turn.steps.slice(0, LONGEST).map((step) => (
            <li key={step.id} role="treeitem" aria-level={2} className={`ph-k-${step.status === 'denied' ? 'denied' : step.test ? 'test' : step.kind}`} aria-selected={step.id === currentStep} tabIndex={-1} onClick={() => go(step.eventIds[0])}>
              <Icon name={step.status === 'denied' ? 'denied' : step.test ? 'test' : step.kind === 'error' ? 'error' : step.kind in ICONS ? ICONS[step.kind] ?? 'tool' : 'tool'} />
              <span className="ph-cut"><VisibleText text={labelOf(step, model.session.cwd).slice(0, 200)} /></span>
              <span className="ph-count">{step.status === 'denied' ? <span className="ph-stop">Denied</span> : step.test && step.test.failed > 0 ? <span className="ph-bad">{step.test.failed} failed</span> : step.status === 'failed' && <span className="ph-bad">Failed</span>}</span>
            </li>
          ))}
        </Fragment>
      ))}
    </ul>
  );
}

const ICONS: Readonly<Record<string, 'command' | 'read' | 'search' | 'edit' | 'mcp' | 'skill' | 'subagent' | 'task'>> = { command: 'command', read: 'read', search: 'search', edit: 'edit', mcp: 'mcp', skill: 'skill', subagent: 'subagent', task: 'task' };

/** Scrolls the pane alone: `scrollIntoView` would move the page around it too. */
function showSelected(tree: HTMLElement | null): void {
  const item = tree?.querySelector('[aria-selected=true]');
  const pane = tree?.closest('.ph-scroll');
  if (!item || !pane) return;
  const [at, within] = [item.getBoundingClientRect(), pane.getBoundingClientRect()];
  if (at.top < within.top) pane.scrollTop -= within.top - at.top;
  else if (at.bottom > within.bottom) pane.scrollTop += at.bottom - within.bottom;
}

/** The turn at the playhead; before the first one, the first. */
function turnAt(model: SessionModel, currentIndex: number): string | undefined {
  for (let index = Math.min(currentIndex, model.events.length - 1); index >= 0; index--) {
    const id = model.events[index]?.turnId;
    if (id !== undefined) return id;
  }
  return model.turns[0]?.id;
}

/** Steps about tasks are named by a number that says nothing without their tool. */
function labelOf(step: Step, directory: string | undefined): string {
  if (step.kind !== 'task') return relativePath(step.title, directory);
  const { name, argument } = stepWords(step);
  return `${name} ${argument}`;
}

function titleOf(turn: Turn): string {
  const text = shortText(turn.prompt?.text).trimStart();
  return text === '' ? 'Before the first prompt' : (text.slice(0, 200).split('\n')[0] ?? '');
}
