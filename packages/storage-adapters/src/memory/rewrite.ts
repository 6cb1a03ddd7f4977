import { type Annotation, type RewriteOptions } from '@playhead/protocol';
import { noteBlobs, rewrittenAnnotation, rewrittenLine, type ChangeLine } from '../common/rewritten.ts';
import { checkLines } from '../common/checks.ts';
import { copyHeader } from '../common/session-info.ts';
import { cursorOf } from './chunks.ts';
import { foldMemorySession, type MemorySession, type MemorySessions } from './sessions.ts';

/** Gives the lines of a session another text. What was appended while it worked is changed too. */
export async function rewriteMemorySession(sessions: MemorySessions, sessionId: string, change: ChangeLine, options: RewriteOptions): Promise<void> {
  const session = sessions.writable(sessionId);
  const header = options.header && copyHeader(await options.header(copyHeader(session.header)));
  const annotations: Annotation[] = [];
  for (const annotation of options.annotation ? [...session.annotations.values()] : []) {
    annotations.push(structuredClone(await rewrittenAnnotation(structuredClone(annotation), options.annotation ?? ((same) => same))));
  }
  const lines: string[] = [];
  for (let index = 0; index < session.records.length; index += 1) {
    const stored = session.records[index];
    if (stored) lines.push(await rewrittenLine({ ...stored, cursor: cursorOf(index + 1) }, change));
  }
  sessions.writable(sessionId); // from here on nothing waits
  if (header) session.header = { ...header, sessionId };
  for (const annotation of annotations) session.annotations.set(annotation.id, annotation);
  replaceLines(session, lines);
  session.derived.clear();
  sessions.changed(session);
}

function replaceLines(session: MemorySession, lines: readonly string[]): void {
  const before = new Set<string>();
  const after = new Set<string>();
  for (const { line } of session.records) noteBlobs(line, before);
  for (const line of lines) noteBlobs(line, after);
  for (const [index, stored] of checkLines(lines).entries()) session.records[index] = stored;
  for (const blob of before) if (!after.has(blob)) session.blobs.delete(blob);
  foldMemorySession(session);
}
