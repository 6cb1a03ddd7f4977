import { isJsonObject, PlayheadError, producerKey, type Annotation, type SessionHeader } from '@playhead/protocol';
import { parseAnnotation, parseRecord, parseSessionHeader } from '@playhead/protocol/schemas';
import { readJson } from '../http/body.ts';
import { jsonResponse } from '../http/responses.ts';
import { findSession } from '../http/session-id.ts';
import type { RouteCall } from './route.ts';

/** What a rewrite changes. */
interface Changes {
  /** New lines, by the numbers of their records. */
  readonly lines: ReadonlyMap<string, string>;
  readonly header?: SessionHeader;
  readonly annotations: ReadonlyMap<string, Annotation>;
}

/** Gives lines of a session, its header and its annotations another text. All in one step, and no record goes. */
export async function rewriteRoute({ request, parameters: { id = '' }, context: { storage, logs } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  const { lines, header, annotations } = changesOf(await readJson(request), sessionId);
  let records = 0;
  let changed = 0;
  try {
    await storage.rewrite(sessionId, ({ record }) => {
      records += 1;
      const line = lines.get(producerKey(record));
      if (line !== undefined) changed += 1;
      return line;
    }, {
      ...(header && { header: () => header }),
      ...(annotations.size > 0 && { annotation: (one) => annotations.get(one.id) ?? one }),
    });
  } finally {
    logs.forget(storage, sessionId);
  }
  return jsonResponse({ records, changed });
}

/** Ends a rewrite before it changes anything. */
class OnlyLooked extends Error {}

/** The header that a session was made with. Later records may say otherwise, so it is read where it is changed. */
export async function headerRoute({ parameters: { id = '' }, context: { storage } }: RouteCall): Promise<Response> {
  const { sessionId } = await findSession(storage, id);
  let found: SessionHeader | undefined;
  const look = (header: SessionHeader): never => {
    found = header;
    throw new OnlyLooked();
  };
  await storage.rewrite(sessionId, () => undefined, { header: look }).catch((error: unknown) => {
    if (!(error instanceof OnlyLooked)) throw error;
  });
  return jsonResponse({ header: found ?? null });
}

function changesOf(body: unknown, sessionId: string): Changes {
  if (!isJsonObject(body)) throw refused('The body is not a JSON object');
  const { lines = [], header, annotations = [] } = body;
  if (!Array.isArray(lines) || !Array.isArray(annotations)) throw refused('lines and annotations are lists');
  const changed = new Map<string, string>();
  for (const line of lines) {
    if (typeof line !== 'string' || /[\r\n]/.test(line)) throw refused('A line is not a text on one line');
    changed.set(producerKey(parseRecord(line)), line);
  }
  return {
    lines: changed,
    ...(header !== undefined && { header: parseSessionHeader(isJsonObject(header) ? { ...header, sessionId } : header) }),
    annotations: new Map(annotations.map(parseAnnotation).map((annotation) => [annotation.id, annotation])),
  };
}

function refused(what: string): PlayheadError {
  return new PlayheadError('invalid_payload', `${what}, so the session was left as it was. Send {"lines": […], "header": {…}, "annotations": […]}, each part optional.`);
}
