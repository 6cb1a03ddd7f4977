import { appendFileSync } from 'node:fs';
import { isJsonObject, type Annotation } from '@playhead/protocol';
import { besideLog } from './paths.ts';
import { readIfThere } from './write-file.ts';

const SUFFIX = '.annotations.jsonl';

/** Adds an annotation beside a log. It begins on a line of its own, so one cut off before it costs nothing. */
export function writeAnnotation(log: string, annotation: Annotation): void {
  appendFileSync(besideLog(log, SUFFIX), `\n${JSON.stringify(annotation)}\n`, { mode: 0o600 });
}

/** The annotations beside a session's logs, each id once, in the order they were stored. */
export function readAnnotations(logs: readonly string[]): Annotation[] {
  const found = new Map<string, Annotation>();
  for (const log of logs) {
    for (const line of (readIfThere(besideLog(log, SUFFIX)) ?? '').split('\n')) {
      const annotation = parse(line);
      if (annotation && !found.has(annotation.id)) found.set(annotation.id, annotation);
    }
  }
  return [...found.values()];
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
