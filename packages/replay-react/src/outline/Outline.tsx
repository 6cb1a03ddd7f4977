'use client';
import { lazy, Suspense, useCallback, useEffect, useImperativeHandle, useMemo, useRef, useState, useSyncExternalStore, type FocusEvent, type KeyboardEvent, type LazyExoticComponent, type ReactElement } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { ReplayState } from '@playhead/replay-core';
import { afterPaint } from '../elements/after-paint.ts';
import { classes, definePart, type Part, type PartProps } from '../elements/define-part.ts';
import { revealRow } from '../elements/reveal-row.ts';
import { State } from '../elements/State.tsx';
import { useFocusInside } from '../events/use-focus-inside.ts';
import { useReplayState, useReplayStore } from '../replay/StoreContext.tsx';
import { useAnnotations, useMarkers } from '../review/ReviewProvider.tsx';
import { createStepIndex } from '../replay/step-index.ts';
import { useFormat, useWords } from '../settings/SettingsContext.tsx';
import { editableAt, editableOf } from './outline-edit.ts';
import type { OutlineEditor as Editor, OutlineRequest } from './OutlineEditor.tsx';
import { OutlineItem } from './OutlineItem.tsx';
import type { OutlineNode } from './outline-node.ts';
import { createOutlineTree } from './outline-tree.ts';
import { wordsOf } from './outline-words.ts';
import { treeAction, typedAhead } from './tree-keys.ts';
import { outlineMessages } from './outline-messages.ts';

const OutlineEditor: LazyExoticComponent<typeof Editor> = lazy(() => import('./OutlineEditor.tsx').then((module) => ({ default: module.OutlineEditor })));

const ROW_HEIGHT = 28;
const OVERSCAN = 56;
const LINES_UNMEASURED = 100;
const LINES_ON_SERVER = 30;
const TYPING_MS = 500;
const NO_LINES: readonly number[] = [];

const pick = ({ model, timeMap, currentIndex }: ReplayState): Pick<ReplayState, 'model' | 'timeMap' | 'currentIndex'> => ({ model, timeMap, currentIndex });

/** Pages without layout, such as jsdom, cannot draw a virtual list. */
function canMeasure(): boolean {
  return typeof ResizeObserver !== 'undefined';
}

const subscribeToNothing = (): (() => void) => () => undefined;

/**
 * Chapters, their turns and their steps. What the playhead is in is open and selected, unless the user closed it. Renders a tree.
 *
 * @example
 * ```tsx
 * <ReplayRoot source={source}><Outline /></ReplayRoot>
 * ```
 */
export const Outline: Part<PartProps, HTMLDivElement> = definePart<PartProps, HTMLDivElement>('Outline', function Outline({ className, style }, ref): ReactElement {
  const store = useReplayStore();
  const { model, timeMap, currentIndex } = useReplayState(pick);
  const messages = useWords('outline', outlineMessages);
  const format = useFormat();
  const [toggled, setToggled] = useState<ReadonlyMap<string, boolean>>(() => new Map());
  const [focusId, setFocusId] = useState<string>();
  const [tree] = useState(createOutlineTree);
  const [steps] = useState(createStepIndex);
  const list = useRef<VListHandle>(null);
  const frame = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const { annotate } = useAnnotations();
  const [request, setRequest] = useState<OutlineRequest>();
  // A server, and who takes its markup over, draws the first lines as they are: they need no measuring.
  const hydrating = useSyncExternalStore(subscribeToNothing, () => false, () => true);
  useImperativeHandle(ref, () => frame.current as HTMLDivElement, []); // set before effects run
  steps.update(model);
  const current = model.events[Math.max(0, currentIndex)];
  const at = current?.record.at ?? 0;
  const stepAt = current?.stepId === undefined ? undefined : steps.get(current.stepId)?.startedAt;
  const lines = useMemo(() => tree.lines({ model, at, stepAt, toggled }), [tree, model, at, stepAt, toggled]);
  const { nodes } = lines;
  const isOpen = (node: OutlineNode): boolean => nodes[nodes.indexOf(node) + 1]?.parentId === node.id;
  const { cwd: directory } = model.session;
  const language = useMemo(() => ({ messages, format, directory }), [messages, format, directory]);
  const { open: toReview } = useMarkers();
  const flags = useMemo(() => new Set(toReview.flatMap(({ evidence }) => evidence)), [toReview]);
  const focusAt = focusId === undefined ? -1 : nodes.findIndex(({ id }) => id === focusId);
  const tabAt = focusAt < 0 ? Math.max(0, lines.current) : focusAt;
  const selectedId = nodes[lines.current]?.id;

  // A line that is kept is drawn before its neighbours are measured, where it does not belong yet: keep none at first.
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    const frames = requestAnimationFrame(() => setDrawn(true));
    return () => cancelAnimationFrame(frames);
  }, []);

  const inside = useRef(false);
  useFocusInside(box, '[role=treeitem][tabindex="0"]', nodes[tabAt]?.id, inside);
  const row = useRef(lines.current);
  useEffect(() => { row.current = lines.current; }, [lines]);
  useEffect(() => {
    const element = box.current;
    if (selectedId === undefined || !element || !canMeasure()) return;
    // How much of the list is seen is known when it is drawn: soon, or once its pane is opened.
    const observer = new ResizeObserver(() => {
      if (!list.current?.viewportSize) return;
      revealRow(list.current, row.current);
      observer.disconnect();
    });
    // After painting: this may run while the list's own observer draws it, and what begins to be watched around what that one watches, browsers report as an error.
    const stop = afterPaint(() => observer.observe(element));
    return () => {
      stop();
      observer.disconnect();
    };
  }, [selectedId, hydrating]);

  const toggle = (ids: readonly string[], open: boolean): void => setToggled((before) => new Map([...before, ...ids.map((id) => [id, open] as const)]));
  const press = useCallback((node: OutlineNode) => {
    setFocusId(node.id);
    if (node.eventId !== undefined) store.select(node.eventId);
  }, [store]);
  const pressNode = useCallback((node: OutlineNode) => {
    const element = frame.current?.querySelector(`[data-node=${CSS.escape(node.id)}]`);
    if (node.level === 1) setToggled((before) => new Map(before).set(node.id, element?.getAttribute('aria-expanded') !== 'true'));
    press(node);
  }, [press]);

  const typed = useRef({ text: '', at: 0 });
  const onKeyDown = (event: KeyboardEvent): void => {
    const asked = annotate && editRequest(event);
    const of = asked && editableOf(nodes[tabAt], model);
    if (of) {
      event.preventDefault();
      event.stopPropagation();
      setRequest((before) => ({ what: asked, of, times: (before?.times ?? 0) + 1 }));
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = treeAction(event.key, nodes, tabAt, isOpen) ?? typeAhead(event);
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    const node = nodes[tabAt];
    if (action.type === 'select' && node) press(node);
    else if (action.type === 'toggle') {
      setFocusId(node?.id);
      toggle(action.ids, action.open);
    } else if (action.type === 'focus') focusNode(action.index);
  };
  const typeAhead = (event: KeyboardEvent): ReturnType<typeof treeAction> => {
    if (!/^[\p{L}\p{N}]$/u.test(event.key)) return undefined;
    const text = event.timeStamp - typed.current.at < TYPING_MS ? typed.current.text + event.key : event.key;
    typed.current = { text, at: event.timeStamp };
    const found = typedAhead((index) => (nodes[index] ? wordsOf(nodes[index], false, language).title : ''), nodes.length, tabAt, text);
    return found < 0 ? undefined : { type: 'focus', index: found };
  };
  const focusNode = (index: number): void => {
    setFocusId(nodes[index]?.id);
    revealRow(list.current, index);
  };

  const onFocus = ({ target }: FocusEvent<HTMLElement>): void => {
    inside.current = true;
    const { node } = target.dataset;
    if (node !== undefined) setFocusId(node);
  };
  const onBlur = (event: FocusEvent<HTMLElement>): void => {
    inside.current = event.relatedTarget !== null && box.current?.contains(event.relatedTarget) === true;
    // What is done to a line is done from below the tree: it stays the one that is meant.
    if (!event.currentTarget.contains(event.relatedTarget)) setFocusId(undefined);
  };
  const editing = annotate && !hydrating && (
    <Suspense><OutlineEditor annotate={annotate} editable={editableAt(nodes, tabAt, model)} request={request} onLeave={() => box.current?.querySelector<HTMLElement>('[role=treeitem][tabindex="0"]')?.focus()} /></Suspense>
  );

  const draw = (index: number): ReactElement => {
    const node = nodes[index];
    if (!node) return <div key={index} />;
    const open = nodes[index + 1]?.parentId === node.id;
    const flagged = flags.size > 0 && (node.of.type === 'steps' ? node.of.steps.some(({ eventIds }) => eventIds.some((id) => flags.has(id))) : node.level === 2 && node.eventId !== undefined && flags.has(node.eventId));
    return (
      <OutlineItem
        key={node.id} node={node} size={lines.sizeOf(node.parentId ?? '')} open={open} selected={index === lines.current} tabbable={index === tabAt}
        time={node.level === 1 ? format.time(timeMap.toVirtual(node.at)) : ''} flagged={flagged} language={language} onPress={pressNode}
      />
    );
  };

  const rows = useMemo(() => ({ length: nodes.length }), [nodes.length]);
  if (nodes.length === 0) return <div ref={frame} className={classes('ph-tree', className)} style={style} data-part="outline" data-empty><State icon="list" title={messages.label}>{messages.empty}</State></div>;
  return (
    <div ref={frame} className={classes('ph-tree', className)} style={style} data-part="outline" onBlur={onBlur}>
      <div ref={box} className="ph-tree__box" role="tree" tabIndex={-1} data-keeps-focus="" aria-label={messages.label} onKeyDown={onKeyDown} onFocus={onFocus}>
      {!hydrating && canMeasure()
        ? <VList ref={list} className="ph-tree__rows" bufferSize={OVERSCAN} itemSize={ROW_HEIGHT} keepMounted={drawn ? [tabAt] : NO_LINES} data={rows}>{(_node: unknown, index: number) => draw(index)}</VList>
        : <div className="ph-tree__rows ph-scroll">{Array.from({ length: Math.min(hydrating ? LINES_ON_SERVER : LINES_UNMEASURED, nodes.length) }, (_node, index) => draw(index))}</div>}
      </div>
      {editing}
    </div>
  );
});

/** What a key asks to do with the line that has the focus. */
function editRequest({ key, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): OutlineRequest['what'] | undefined {
  if (ctrlKey || metaKey || shiftKey) return undefined;
  if (altKey) return key === 'ArrowUp' ? 'earlier' : key === 'ArrowDown' ? 'later' : undefined;
  return key === 'F2' ? 'rename' : key === 'Delete' ? 'remove' : undefined;
}
