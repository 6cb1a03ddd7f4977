import { closeSync, fstatSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { isJsonObject, PlayheadError, type Annotation } from '@playhead/protocol';
import { rewrittenAnnotation } from '../common/rewritten.ts';
import { besideLog } from './paths.ts';
import { readIfThere, replaceFileDurably } from './write-file.ts';

/** How the file is named that lies beside a log. */
export const ANNOTATIONS = '.annotations.jsonl';
const MAX_ATTEMPTS = 5;

/** Adds an annotation beside a log. It begins on a line of its own, so one cut off before it costs nothing. */
export function writeAnnotation(log: string, annotation: Annotation): void {
  const path = besideLog(log, ANNOTATIONS);
  const bytes = Buffer.from(`\n${JSON.stringify(annotation)}\n`);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const fd = openSync(path, 'a', 0o600);
    try {
      const whole = writeSync(fd, bytes) === bytes.length;
      // Whoever replaced the file meanwhile did not see this one.
      if (whole && fstatSync(fd).ino === statSync(path, { throwIfNoEntry: false })?.ino) return;
    } finally {
      closeSync(fd);
    }
  }
  throw new PlayheadError('storage_unavailable', 'An annotation could not be stored: its file was replaced or is full, several times. Send it again.');
}

/** The annotations beside a session's logs, each id once, in the order they were stored. */
export function readAnnotations(logs: readonly string[]): Annotation[] {
  const found = new Map<string, Annotation>();
  for (const log of logs) {
    for (const annotation of annotationsIn(readIfThere(besideLog(log, ANNOTATIONS)) ?? '')) {
      if (!found.has(annotation.id)) found.set(annotation.id, annotation);
    }
  }
  return [...found.values()];
}

/**
 * Works out another text for the annotations beside a log.
 *
 * @returns Puts it in place; annotations that came meanwhile are changed and kept.
 */
export async function draftAnnotations(log: string, change: (annotation: Annotation) => Annotation | Promise<Annotation>): Promise<() => Promise<void>> {
  const path = besideLog(log, ANNOTATIONS);
  const text = readIfThere(path);
  if (text === undefined) return async () => {};
  const changed = async (source: string): Promise<Annotation[]> => {
    const list: Annotation[] = [];
    for (const annotation of annotationsIn(source)) list.push(await rewrittenAnnotation(annotation, change));
    return list;
  };
  const draft = (await changed(text)).map((annotation) => `${JSON.stringify(annotation)}\n`).join('');
  return async () => {
    const fd = openSync(path, 'r');
    let rest: string;
    try {
      replaceFileDurably(path, draft);
      rest = readFileSync(fd).subarray(Buffer.byteLength(text)).toString('utf8');
    } finally {
      closeSync(fd);
    }
    for (const annotation of await changed(rest)) writeAnnotation(log, annotation);
  };
}

function annotationsIn(text: string): Annotation[] {
  return text.split('\n').flatMap((line) => parse(line) ?? []);
}

function parse(line: string): Annotation | undefined {
  if (line === '') return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isAnnotation(value) ? value : undefined;
  } catch {
    return undefined; // cut off while it was written, so never acknowledged
  }
}

function isAnnotation(value: unknown): value is Annotation {
  return isJsonObject(value) && typeof value['id'] === 'string' && Number.isSafeInteger(value['at'])
    && typeof value['author'] === 'string' && typeof value['type'] === 'string' && isJsonObject(value['data']);
}
