import { join } from 'node:path';
import { COLUMNS, type CatalogState } from './catalog-state.ts';
import { HEADER } from './create.ts';
import { stateOfFolder, stemOfName } from './file-prints.ts';
import { fileAt, namesIn, sessionOfLog, withoutArchives } from './paths.ts';

/** Looks at the whole folder. Its names are only read when it changed since somebody did. */
export function lookAtFolder(state: CatalogState): void {
  const { folders, table, doubt } = state;
  state.doubtAll = true;
  const folder = stateOfFolder(folders.sessions);
  if (folder !== undefined && (folder === state.complete || (folder === state.indexed?.folder && state.names.size === state.indexed.sessions && table.size === state.names.size))) {
    state.complete = folder;
    return;
  }
  state.complete = folder;
  const found = new Map<string, string>();
  const headed = new Set<string>();
  for (const name of withoutArchives(folders, namesIn(folders.sessions))) {
    if (name.endsWith(HEADER)) {
      headed.add(name.slice(0, -HEADER.length));
      continue;
    }
    const id = sessionOfLog(name);
    if (id === undefined) continue;
    const others = found.get(id);
    found.set(id, others === undefined ? name : [...others.split('/'), name].sort().join('/'));
  }
  for (const [sessionId, own] of found) {
    const stems = own.includes('/') ? own.split('/').map(stemOfName) : [stemOfName(own)];
    const headerMoved = table.has(sessionId) && stems.some((stem) => headed.has(stem)) !== (table.number(sessionId, COLUMNS.headed) === 1);
    if (state.names.get(sessionId) !== own || headerMoved) doubt(sessionId, true);
  }
  for (const sessionId of state.names.keys()) if (!found.has(sessionId)) doubt(sessionId, true);
  state.names = found;
}

/** Looks at the files of which something is told, by their names. */
export function lookAt(state: CatalogState, changed: ReadonlySet<string>): void {
  const { folders, doubt, setNames } = state;
  for (const name of withoutArchives(folders, [...changed])) {
    const header = name.endsWith(HEADER) ? sessionOfLog(`${stemOfName(name)}.jsonl`) : undefined;
    if (header !== undefined) doubt(header, true);
    const sessionId = sessionOfLog(name);
    if (sessionId === undefined) continue;
    const known = state.names.get(sessionId) ?? '';
    const rest = known.split('/').filter((each) => each !== name && each !== '');
    const there = fileAt(join(folders.sessions, name)) !== undefined;
    const own = (there ? [...rest, name].sort() : rest).join('/');
    setNames(sessionId, own);
    doubt(sessionId, own !== known);
  }
}
