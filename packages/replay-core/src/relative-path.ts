/**
 * A path as people of the project say it: `src/app.ts` for `/home/dev/api/src/app.ts` in `/home/dev/api`.
 * What is no path inside the directory comes back as it is.
 *
 * @param directory - Where the session worked; absent when the recording does not say.
 *
 * @example
 * ```ts
 * relativePath('/home/dev/api/src/app.ts', model.session.cwd); // 'src/app.ts'
 * ```
 */
export function relativePath(path: string, directory: string | undefined): string {
  if (directory === undefined || directory.length < 2) return path;
  const root = /[/\\]$/.test(directory) ? directory.slice(0, -1) : directory;
  const separator = path.charAt(root.length);
  const inside = path.startsWith(root) && (separator === '/' || separator === '\\') && path.length > root.length + 1;
  return inside ? path.slice(root.length + 1) : path;
}
