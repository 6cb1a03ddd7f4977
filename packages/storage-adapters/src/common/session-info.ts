import { emptySessionInfo, type SessionHeader, type SessionInfo, withProject } from '@playhead/protocol';

const DERIVED: ReadonlySet<string> = new Set(['status', 'outcome', 'summary', 'confidence', 'iterations', 'terminals', 'events', 'bytes', 'startedAt', 'updatedAt', 'stoppedAt', 'redactions', 'dropped']);

/** What a session's header says before its first record. What only records may say is left out. */
export function infoOfHeader(sessionId: string, header: object): SessionInfo {
  const own = Object.entries(header).filter(([key]) => !DERIVED.has(key));
  return { ...emptySessionInfo(sessionId), ...Object.fromEntries(own), sessionId };
}

/** What a session's creator would say of it now: its info without what only records may say. */
export function headerOfInfo(info: SessionInfo): SessionHeader {
  const own = Object.fromEntries(Object.entries(info).filter(([key]) => !DERIVED.has(key)));
  return own as SessionHeader; // an info has every field of a header, and none of them is derived
}

/** How a session is shown: one without records began when room was made for it, one without a project has that of its working directory. */
export function shownInfo(info: SessionInfo, createdAt: number): SessionInfo {
  return withProject(info.events === 0 ? { ...info, startedAt: createdAt, updatedAt: createdAt } : info);
}

/** A copy of a header as JSON keeps it, so that its owner may change it and every storage shows the same. */
export function copyHeader(header: SessionHeader): SessionHeader {
  const copy: SessionHeader = JSON.parse(JSON.stringify(header)); // the same shape: headers hold JSON values
  return copy;
}
