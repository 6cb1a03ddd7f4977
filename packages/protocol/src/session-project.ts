/**
 * The project that a working directory stands for where nobody names one: the directory's own name.
 *
 * @param cwd - The directory, of any system. What is no text has no name.
 * @returns undefined for the root, and for what has no name.
 *
 * @example
 * ```ts
 * projectOfDirectory('/home/ada/shop'); // 'shop'
 * ```
 */
export function projectOfDirectory(cwd: unknown): string | undefined {
  if (typeof cwd !== 'string') return undefined;
  return cwd.split(/[/\\]/).findLast((part) => part !== '' && part !== '.' && !/^[A-Za-z]:$/.test(part));
}
