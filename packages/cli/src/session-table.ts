import { sessionDurationUs } from '@playhead/protocol';
import type { ReviewedSession } from '@playhead/replay-core';
import { durationText } from './duration-text.ts';
import { plain, sizeText } from './plain-text.ts';
import { widthOf } from './replay/screen/cell-grid.ts';
import { fit } from './screen/fit.ts';
import type { Look } from './screen/style.ts';
import { type Column, tableLines, type TableOptions } from './screen/table.ts';

/** The most of a prompt that is shown where lines have no end. */
const MOST_PROMPT = 80;

/** Sessions as a table. @param ids - What each id is shown as. */
export function sessionLines(sessions: readonly ReviewedSession[], ids: ReadonlyMap<string, string>, options: TableOptions): readonly string[] {
  return tableLines(sessions, columnsOf(ids, options.columns), options);
}

function columnsOf(ids: ReadonlyMap<string, string>, width: number | undefined): readonly Column<ReviewedSession>[] {
  return [
    { title: 'ID', text: ({ sessionId }) => ids.get(sessionId) ?? sessionId, look: () => 'place' },
    { title: 'STARTED', text: ({ startedAt }) => startedText(startedAt), look: () => 'quiet', spare: 3 },
    { title: 'PROJECT', text: ({ project, workspaceName }) => plain(project ?? workspaceName, 60), most: 24 },
    { title: 'OUTCOME', text: ({ outcome, status }) => outcome ?? status, look: lookOf },
    { title: 'ITER', text: ({ iterations }) => (iterations === undefined ? '-' : String(iterations)), align: 'right', spare: 2 },
    { title: 'DURATION', text: (session) => durationText(sessionDurationUs(session)), align: 'right' },
    { title: 'SIZE', text: ({ bytes }) => (bytes === undefined ? '-' : sizeText(bytes)), align: 'right', spare: 1 },
    { title: 'PROMPT', text: (session) => promptText(session, width) },
  ];
}

function lookOf({ outcome, status }: ReviewedSession): Look | undefined {
  if (outcome === 'success') return 'good';
  if (outcome === 'failed' || status === 'failed') return 'bad';
  return outcome === undefined ? 'place' : 'warning';
}

/** Of UTC, as names of files have it. */
function startedText(startedAt: number): string {
  return startedAt > 0 ? new Date(startedAt / 1000).toISOString().slice(0, 16).replace('T', ' ') : '-';
}

/** What was asked for, else the name; what reviewers made of it is never cut off. */
function promptText({ prompt, name, dropped, outcomeBy, flagged, pinned, review = 0, tags }: ReviewedSession, width: number | undefined): string {
  // Recorded headers are untrusted: a field may be of another type than it says.
  const own: readonly unknown[] = Array.isArray(tags) ? tags : [];
  const notes = [
    ...(outcomeBy ? [`outcome by ${plain(outcomeBy.author, 40)}`] : []), ...(flagged ? ['flagged'] : []), ...(pinned ? ['pinned'] : []), ...(review > 0 ? [`${review} to review`] : []),
    ...(own.length > 0 ? [`[${plain(own.join(', '), 60)}]`] : []),
  ].map((note) => `  ${note}`).join('');
  const said = dropped ? 'Private session' : plain(typeof prompt === 'string' && prompt.trim() !== '' ? prompt : name, width ?? MOST_PROMPT);
  return width === undefined ? said + notes : fit(said, Math.max(20, Math.floor(width / 2) - widthOf(notes))) + notes;
}
