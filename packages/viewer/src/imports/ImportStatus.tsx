'use client';
import type { ReactElement } from 'react';
import type { ImportState } from '@playhead/protocol';
import { importWords as words } from './import-words.ts';
import type { ImportView } from './use-import.ts';

/** How far an import is, and what became of it. */
export function ImportStatus({ view }: { readonly view: ImportView }): ReactElement | null {
  const { progress, error, begin, cancel, close } = view;
  if (!progress) return null;
  const { status, totalSessions, totalBytes, bytes, problems } = progress;
  const running = status === 'running';
  const known = totalSessions !== undefined && totalBytes !== undefined;
  const notes = running ? [] : notesOf(progress);
  return (
    <div className="viewer-import__status">
      <div className="viewer-import__line">
        <b role={status === 'failed' ? 'alert' : 'status'}>{headOf(progress)}</b>
        {running && known && <span className="viewer-import__figure">{words.read(bytes, totalBytes)}</span>}
        {notes.length > 0 && <span className="viewer-import__figure">{notes.join(' · ')}</span>}
        {running
          ? <button type="button" className="ph-btn ph-btn--line ph-btn--s" onClick={cancel}>{words.stop}</button>
          : (
            <span className="viewer-import__actions">
              {(status === 'failed' || status === 'cancelled') && <button type="button" className="ph-btn ph-btn--line ph-btn--s" onClick={begin}>{status === 'failed' ? words.again : words.goOn}</button>}
              <button type="button" className="ph-btn ph-btn--s" onClick={close}>{words.close}</button>
            </span>
          )}
      </div>
      {running && <progress aria-label={words.looking} {...(known && { 'aria-label': headOf(progress), max: Math.max(1, totalBytes), value: Math.min(bytes, totalBytes) })} />}
      {status === 'failed' && progress.error && <p className="viewer-import__error">{progress.error.message}</p>}
      {error !== undefined && <p className="viewer-import__error" role="alert">{error}</p>}
      {!running && problems.length > 0 && <details><summary>{words.why}</summary><ul>{problems.map(({ path, message }, index) => <li key={`${index} ${path}`}>{message.includes(path) ? message : `${path}: ${message}`}</li>)}</ul></details>}
    </div>
  );
}

function headOf({ status, sessions, totalSessions, created, records }: ImportState): string {
  if (status === 'running') return totalSessions === undefined ? words.looking : words.running(sessions, totalSessions);
  if (status === 'failed') return words.failed;
  return status === 'cancelled' ? words.cancelled(created) : words.done(created, records);
}

function notesOf({ skipped, failed, damagedLines }: ImportState): readonly string[] {
  return [...(skipped > 0 ? [words.leftOut(skipped)] : []), ...(failed > 0 ? [words.unread(failed)] : []), ...(damagedLines > 0 ? [words.damaged(damagedLines)] : [])];
}
