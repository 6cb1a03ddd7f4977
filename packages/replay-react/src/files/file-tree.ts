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

/** A row of the tree: a folder by its whole path, such as `src/auth`, or a file. Keys tell a folder from a file of the same name. */
export type TreeRow =
  | { readonly kind: 'folder'; readonly key: string; readonly label: string; readonly level: number; readonly open: boolean; readonly files: number; readonly place: number; readonly of: number }
  | { readonly kind: 'file'; readonly key: string; readonly label: string; readonly level: number; readonly file: TreeFile; readonly place: number; readonly of: number };

/** The rows of a tree two levels deep: folders that hold changed files, then files beside no folder. Both by name; files in closed folders left out. */
export function treeRows(files: readonly TreeFile[], closed: ReadonlySet<string>): readonly TreeRow[] {
  const folders = new Map<string, TreeFile[]>();
  for (const file of [...files].sort((a, b) => (a.shownPath < b.shownPath ? -1 : 1))) {
    const folder = file.shownPath.slice(0, nameStart(file.shownPath));
    const list = folders.get(folder);
    if (list) list.push(file);
    else folders.set(folder, [file]);
  }
  const loose = folders.get('') ?? [];
  folders.delete('');
  const of = folders.size + loose.length;
  const rows: TreeRow[] = [];
  const write = (list: readonly TreeFile[], level: number, from: number, size: number): void => {
    list.forEach((file, index) => rows.push({ kind: 'file', key: fileKey(file.path), label: file.shownPath.slice(nameStart(file.shownPath)), level, file, place: from + index + 1, of: size }));
  };
  [...folders].sort(([a], [b]) => (a < b ? -1 : 1)).forEach(([path, list], index) => {
    const key = `folder ${path}`;
    const open = !closed.has(key);
    rows.push({ kind: 'folder', key, label: path.length > 1 ? path.slice(0, -1) : path, level: 1, open, files: list.length, place: index + 1, of });
    if (open) write(list, 2, 0, list.length);
  });
  write(loose, 1, folders.size, of);
  return rows;
}

/** The key of a file's row. */
export function fileKey(path: string): string {
  return `file ${path}`;
}

/** Where the name of a file begins. A path that ends in separators has them in its name: it is no folder of its own. */
function nameStart(path: string): number {
  let end = path.length;
  while (end > 0 && isSeparator(path, end - 1)) end--;
  while (end > 0 && !isSeparator(path, end - 1)) end--;
  return end;
}

function isSeparator(path: string, at: number): boolean {
  return path[at] === '/' || path[at] === '\\';
}
