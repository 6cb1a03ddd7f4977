import { createRoot } from 'react-dom/client';
import type { ReactElement } from 'react';
import ReactDiffViewer from 'react-diff-viewer-continued';
import type { DiffHunk, JsonObject, SessionRecord } from '@playhead/protocol';
import { createReplay, recordsSource } from '@playhead/replay-core';
import { ReplayRoot } from '@playhead/replay-react';
import { Diff } from '@playhead/replay-react/diff';
import '@playhead/replay-react/styles.css';

declare global {
  interface Window {
    /** Milliseconds until the first changed line stood in the page. */
    ready?: number;
    /** Milliseconds until every viewer in view had drawn its own. */
    drawn?: number;
    tasks?: number[];
  }
}

const START = 1_763_683_200_000_000;
const CONTEXT = 3;
const parameters = new URLSearchParams(window.location.search);
const viewer = parameters.get('viewer');
const size = Number(parameters.get('lines'));
/** Whether only both texts were recorded, and not what differs. */
const texts = parameters.has('texts');
const files = Number(parameters.get('files') ?? 1);

interface Change { readonly path: string; readonly before: string; readonly after: string; readonly hunks: readonly DiffHunk[] }

/** A file of which every fiftieth line changed, or one in five of a small one. */
function changeOf(file: number): Change {
  const every = size <= 100 ? 5 : 50;
  const old = Array.from({ length: size }, (_, line) => `  const value${line} = compute(input[${line}], ${file});`);
  const now = old.map((line, index) => (index % every === every - 1 ? line.replace('compute', 'computeChanged') : line));
  const hunks: DiffHunk[] = [];
  for (let index = every - 1; index < size; index += every) {
    const from = Math.max(index - CONTEXT, hunks.length === 0 ? 0 : index - every + CONTEXT + 1);
    const to = Math.min(size, index + CONTEXT + 1);
    const own = old.slice(from, to);
    hunks.push({
      oldStart: from + 1, oldLines: own.length, newStart: from + 1, newLines: own.length,
      lines: own.flatMap((line, place) => (from + place === index ? [`-${line}`, `+${now[index]}`] : [` ${line}`])),
    });
  }
  return { path: `src/file-${String(file).padStart(4, '0')}.ts`, before: old.join('\n'), after: now.join('\n'), hunks };
}

function recordsOf(changes: readonly Change[]): SessionRecord[] {
  const record = (n: number, type: string, data: JsonObject, call?: string): SessionRecord => ({ $r: 1, id: `r${n}`, p: 'p', e: 0, n, at: START + n * 1000, via: 'sdk', type, data, ...(call !== undefined && { call }) });
  return [
    record(0, 'session_start', { sessionId: 's', name: 'Bench' }),
    record(1, 'tool_call', { name: 'Edit', kind: 'edit', title: 'Edit' }, 'c'),
    ...changes.map(({ path, before, after, hunks }, index) => record(index + 2, 'file_diff', { path, change: 'modified', ...(texts ? { before, after } : { before: size > 100 ? before : null, hunks: JSON.parse(JSON.stringify(hunks)) }) }, 'c')), // hunks are JSON
  ];
}

const changes = Array.from({ length: files }, (_, file) => changeOf(file));
const tasks: number[] = [];
window.tasks = tasks;

function show(part: ReactElement): void {
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
  performance.mark('show');
  const started = performance.now();
  createRoot(document.getElementById('root') as HTMLElement).render(part); // the page of the bench has it
  const look = (): void => {
    const text = document.querySelector('#root')?.textContent ?? '';
    if (window.ready === undefined && text.includes('computeChanged')) window.ready = performance.now() - started;
    const open = [...document.querySelectorAll('[data-engine]')].filter((element) => element.getBoundingClientRect().top < window.innerHeight && element.getBoundingClientRect().bottom > 0);
    const done = viewer === 'rdvc' ? (text.match(/computeChanged/g)?.length ?? 0) >= files : open.length > 0 && open.every((element) => element.getAttribute('data-engine') === 'rdvc' && element.querySelector('.ph-diff__engine:not([hidden])'));
    if (done && window.ready !== undefined) window.drawn = performance.now() - started;
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

if (viewer === 'rdvc') {
  show(<>{changes.map(({ path, before, after }) => <ReactDiffViewer key={path} oldValue={before} newValue={after} splitView={false} disableWorker />)}</>);
} else {
  const store = createReplay(recordsSource(recordsOf(changes)));
  const begin = (): void => {
    if (store.getState().status !== 'ready') return;
    stop();
    store.select(store.getState().model.events.at(-1)?.id);
    setTimeout(() => show(<ReplayRoot store={store} style={{ height: '100vh' }}><div className="ph-pane ph-scroll" style={{ height: '100vh' }}><Diff /></div></ReplayRoot>), 300); // what read the session is over by then
  };
  const stop = store.subscribe(begin);
  begin();
}
