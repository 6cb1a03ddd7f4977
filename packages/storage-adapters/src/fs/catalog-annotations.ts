import { readdir } from 'node:fs/promises';
import type { Annotation } from '@playhead/protocol';
import { ANNOTATIONS, readAnnotations } from './annotations.ts';
import { errnoOf } from './failures.ts';
import { sessionOfLog, type Folders } from './paths.ts';

/** Of so many sessions annotations are remembered. */
const MOST_REMEMBERED = 50_000;
/** So many files are read at a stretch, after which others have their turn. */
const AT_ONCE = 64;

/** Knows which sessions have annotations, so that nobody opens a file for each of the others. */
export interface CatalogAnnotations {
  /** Takes over what the system tells of files, by their names; undefined: anything may have changed. */
  note(names: ReadonlySet<string> | undefined): void;
  /** Every session's that has some; undefined of one whose annotations cannot be read. @param logsOf - The paths of a session's logs. */
  all(logsOf: (sessionId: string) => readonly string[]): Promise<ReadonlyMap<string, readonly Annotation[] | undefined>>;
  /** Another number whenever something may have changed. */
  readonly changes: number;
}

/** One that knows nothing yet. */
export function createCatalogAnnotations(folders: Folders): CatalogAnnotations {
  /** Undefined while nobody looked. */
  let annotated: Set<string> | undefined;
  const read = new Map<string, readonly Annotation[]>();
  let changes = 0;
  const lookForAll = async (): Promise<Set<string>> => {
    for (;;) {
      const before = changes;
      const names = await readdir(folders.sessions).catch((error: unknown): string[] => {
        if (errnoOf(error) === 'ENOENT') return [];
        throw error;
      });
      if (changes !== before) continue; // what came meanwhile may be missing
      annotated = new Set(names.flatMap((name) => sessionOfAnnotations(name) ?? []));
      return annotated;
    }
  };
  return {
    get changes() { return changes; },
    note(names) {
      if (!names) {
        annotated = undefined;
        read.clear();
        changes += 1;
        return;
      }
      for (const name of names) {
        const sessionId = sessionOfAnnotations(name);
        if (sessionId === undefined) continue;
        changes += 1;
        read.delete(sessionId);
        annotated?.add(sessionId); // also one whose file is gone, which is found to have none
      }
    },
    async all(logsOf) {
      const found = new Map<string, readonly Annotation[] | undefined>();
      let files = 0;
      for (const sessionId of annotated ?? await lookForAll()) {
        const known = read.get(sessionId);
        const own = known ?? tryRead(logsOf(sessionId));
        if (own?.length !== 0) found.set(sessionId, own);
        if (known) continue;
        if (own && read.size < MOST_REMEMBERED) read.set(sessionId, own);
        files += 1;
        if (files % AT_ONCE === 0) await new Promise((resolve) => { setImmediate(resolve); });
      }
      return found;
    },
  };
}

function tryRead(logs: readonly string[]): readonly Annotation[] | undefined {
  try {
    return readAnnotations(logs);
  } catch {
    return undefined;
  }
}

/** The session beside whose log a file of annotations lies. */
function sessionOfAnnotations(name: string): string | undefined {
  return name.endsWith(ANNOTATIONS) ? sessionOfLog(`${name.slice(0, -ANNOTATIONS.length)}.jsonl`) : undefined;
}
