import type { FileChange } from '@playhead/replay-core';

/** A file of the tree. */
export interface TreeFile {
  readonly path: string;
  /** As the reader says it, below the directory of the session. */
  readonly shownPath: string;
  readonly oldPath?: string;
  readonly change: FileChange['change'];
  readonly added: number;
  readonly removed: number;
  readonly viewed: boolean;
  readonly generated: boolean;
}

/** A row of the tree: a folder, with folders that hold nothing else folded into one, or a file. */
export type TreeRow =
  | { readonly kind: 'folder'; readonly key: string; readonly label: string; readonly level: number; readonly open: boolean; readonly files: number; readonly place: number; readonly of: number }
  | { readonly kind: 'file'; readonly key: string; readonly label: string; readonly level: number; readonly file: TreeFile; readonly place: number; readonly of: number };

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: TreeFile[];
}

/** The rows of a tree of files, folders first, both by name; those in closed folders left out. */
export function treeRows(files: readonly TreeFile[], closed: ReadonlySet<string>): readonly TreeRow[] {
  const root: Folder = { folders: new Map(), files: [] };
  for (const file of files) {
    const names = file.shownPath.split(/[/\\]/).slice(0, -1);
    let folder = root;
    for (const name of names) {
      const next = folder.folders.get(name) ?? { folders: new Map(), files: [] };
      folder.folders.set(name, next);
      folder = next;
    }
    folder.files.push(file);
  }
  const rows: TreeRow[] = [];
  const write = (folder: Folder, at: string, level: number): void => {
    const folders = [...folder.folders].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, child]) => merge(name, child));
    const own = [...folder.files].sort((a, b) => (a.shownPath < b.shownPath ? -1 : 1));
    const of = folders.length + own.length;
    folders.forEach(([label, child], index) => {
      const key = `${at}${label}/`;
      const open = !closed.has(key);
      rows.push({ kind: 'folder', key, label, level, open, files: count(child), place: index + 1, of });
      if (open) write(child, key, level + 1);
    });
    own.forEach((file, index) => rows.push({ kind: 'file', key: file.path, label: file.shownPath.slice(Math.max(file.shownPath.lastIndexOf('/'), file.shownPath.lastIndexOf('\\')) + 1), level, file, place: folders.length + index + 1, of }));
  };
  write(root, '', 1);
  return rows;
}

/** A folder that holds one folder and nothing else is named together with it. */
function merge(name: string, folder: Folder): readonly [label: string, folder: Folder] {
  let label = name;
  let at = folder;
  while (at.files.length === 0 && at.folders.size === 1) {
    const [only] = at.folders;
    if (!only) break;
    label = `${label}/${only[0]}`;
    at = only[1];
  }
  return [label === '' ? '/' : label, at];
}

function count(folder: Folder): number {
  let sum = folder.files.length;
  const open = [...folder.folders.values()];
  for (let next = open.pop(); next; next = open.pop()) {
    sum += next.files.length;
    open.push(...next.folders.values());
  }
  return sum;
}
