import { isJsonObject } from '@playhead/protocol';
import type { ReplayEvent, SessionModel } from '@playhead/replay-core';
import { plain } from '../plain-text.ts';
import { clockText } from './time-text.ts';
import type { Overlay } from './view/overlay.ts';

const SNAPSHOTS: ReadonlySet<string> = new Set(['snapshot', 'session_checkpoint']);
/** A reference that can stand in a command line without being quoted, and names nothing but itself. */
const TAME = /^(?!-)[\w./-]{4,200}$/;

/** The last snapshot up to a moment. */
export function snapshotAt({ events }: Pick<SessionModel, 'events'>, at: number): ReplayEvent | undefined {
  return events.findLast(({ record }) => record.at <= at && SNAPSHOTS.has(record.type));
}

/** What there is of the last snapshot: where it is kept, and what files had become until then. */
export function inspectText(model: SessionModel, at: number, start: number): Overlay | undefined {
  const found = snapshotAt(model, at);
  if (!found) return undefined;
  const { record, summary } = found;
  const files = model.files.flatMap(({ path, changes }) => {
    const until = changes.filter((change) => change.at <= record.at);
    return until.length === 0 ? [] : [`  ${plain(path, 100)}  +${until.reduce((sum, { added }) => sum + added, 0)} -${until.reduce((sum, { removed }) => sum + removed, 0)}`];
  });
  return { title: 'Snapshot', lines: [
    `${plain(summary, 100)}`,
    `at ${clockText(record.at - start)}, ${new Date(record.at / 1000).toISOString()}`,
    ...(referenceOf(found) === undefined ? [] : [`kept as ${plain(referenceOf(found) ?? '', 120)}`]),
    '', files.length === 0 ? 'No file had changed by then.' : `Files changed by then (${files.length}):`, ...files,
  ] };
}

/** How to go on from a moment, where a snapshot was kept of it. */
export function interveneText(model: SessionModel, at: number): Overlay | undefined {
  const found = snapshotAt(model, at);
  if (!found) return undefined;
  const { sessionId, harness, harnessSessionId } = model.session;
  const reference = referenceOf(found);
  const tame = reference !== undefined && TAME.test(reference);
  const resume = harness === 'claude-code' && harnessSessionId !== undefined && TAME.test(harnessSessionId) ? `claude --resume ${harnessSessionId} --fork-session` : undefined;
  return { title: 'Go on from here', lines: [
    `The files as they were at “${plain(found.summary, 80)}”, in a folder of their own; yours stay as they are:`, '',
    tame ? `  git worktree add ../branch-${sessionId.slice(0, 8)} ${reference}` : `  the snapshot is kept as ${plain(reference ?? 'an event of the recording', 120)}`,
    ...(resume === undefined ? [] : ['', 'Then, in that folder, the agent with what it knew:', '', `  ${resume}`]),
  ] };
}

function referenceOf({ record: { data } }: ReplayEvent): string | undefined {
  const reference = isJsonObject(data) ? (data['reference'] ?? data['commit']) : undefined;
  return typeof reference === 'string' && reference !== '' ? reference : undefined;
}
