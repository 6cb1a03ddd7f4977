import type { ReplayStore } from '@playhead/replay-core';
import type { Found } from '../found.ts';
import { type CellGrid, createGrid, write } from '../screen/cell-grid.ts';
import type { CursorPlace } from '../screen/painter.ts';
import type { OuterTerminal } from '../outer-terminal.ts';
import type { Stage } from '../stage/stage.ts';
import { markHits } from './mark-hits.ts';
import { drawOverlay, type Overlay } from './overlay.ts';
import { type Pan, placeScreen } from './place-screen.ts';
import { drawPrompt, type PromptLine } from './prompt-line.ts';
import { drawScrubber } from './scrubber.ts';
import { drawStatus } from './status-line.ts';
import type { Theme } from './theme.ts';

/** What is drawn. */
export interface ViewState {
  readonly store: ReplayStore;
  readonly outer: OuterTerminal;
  readonly theme: Theme;
  readonly stage: Stage | undefined;
  readonly pan: Pan | undefined;
  readonly found: Found | undefined;
  readonly overlay: Overlay | undefined;
  readonly message: string | undefined;
}

/** With fewer rows than this there is no scrubber. */
const SCRUBBER_FROM_ROWS = 8;

/** The rows below the recording in a window. */
export function rowsBelow(rows: number): number {
  return rows >= SCRUBBER_FROM_ROWS ? 3 : 1;
}

/** Puts a whole window together: the recording, marks and heat, the last line, and what lies over them. */
export function drawView(
  { store, outer, theme, stage, pan, found, overlay, message }: ViewState, { prompt, overlayFrom, at }: { readonly prompt?: PromptLine; readonly overlayFrom: number; readonly at: number },
): { readonly grid: CellGrid; readonly cursor?: CursorPlace; readonly pan: Pan; readonly overlayMost: number } {
  const { columns, rows } = outer.size();
  const grid = createGrid(columns, rows);
  const below = rowsBelow(rows);
  const space = { columns, rows: Math.max(0, rows - below) };
  const screen = stage?.draw(space);
  if (screen && found) markHits(screen.grid, found.query, theme.styles.hit);
  const placed = screen ? placeScreen(grid, space.rows, screen, pan, theme) : { pan: { x: 0, y: 0 } };
  const state = store.getState();
  const { model, timeMap, live, follow } = state;
  if (below > 1) drawScrubber(grid, rows - 3, { timeMap, timeMs: live && follow === 'following' ? timeMap.durationMs : store.clock.now(), moments: model.moments, heat: stage?.heat(columns, timeMap) ?? [] }, theme);
  const start = timeMap.toWall(0);
  const cursor = prompt ? drawPrompt(grid, rows - 1, prompt, theme) : undefined;
  const said = message ?? (found && !prompt ? foundText(found) : undefined) ?? (state.status === 'loading' ? loadingText(state.progress) : undefined);
  if (said !== undefined && !prompt) write(grid, 0, rows - 1, said, theme.styles.bold);
  else if (!prompt) {
    const place = model.moments.findLastIndex((moment) => moment.at <= at);
    drawStatus(grid, rows - 1, {
      playing: state.playing, rate: state.rate, elapsedUs: at - start, durationUs: Math.max(timeMap.toWall(timeMap.durationMs), live ? at : 0) - start,
      live: !live ? 'no' : model.session.status === 'processing' ? 'processing' : follow, shown: stage?.title ?? '', chapter: model.chapters.findLast((chapter) => chapter.at <= at)?.title, moment: place < 0 ? undefined : `#${place + 1} ${model.moments[place]?.title ?? ''}`,
    }, theme);
  }
  const more = overlay ? drawOverlay(grid, space.rows || rows, overlay, overlayFrom, theme) : 0;
  const shown = cursor ?? (overlay || state.playing ? undefined : placed.cursor);
  return { grid, pan: placed.pan, overlayMost: overlayFrom + more, ...(shown && { cursor: shown }) };
}

function foundText({ query, hits, place, searching, failed }: Found): string {
  if (hits.length === 0) return searching ? `Searching for "${query}"` : `Nothing says "${query}"${failed ? ', as far as it could be read' : ''}`;
  return `"${query}" ${place + 1} of ${hits.length}${searching ? ' so far' : ''}: n next, N previous, Esc ends`;
}

function loadingText(progress: { readonly readBytes: number; readonly totalBytes?: number } | undefined): string {
  if (!progress?.totalBytes) return 'Reading the recording';
  return `Reading the recording: ${Math.floor((progress.readBytes / progress.totalBytes) * 100)} %`;
}
