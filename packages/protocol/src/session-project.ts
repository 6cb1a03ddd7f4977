/**
 * The project that a working directory stands for where nobody names one: the directory's own name.
 *
 * @param cwd - The directory, of any system.
 * @returns undefined for a root, and where there is none.
 *
 * @example
 * ```ts
 * projectOfDirectory('/home/ada/shop'); // 'shop'
 * ```
 */
export function projectOfDirectory(cwd: string | undefined): string | undefined {
  return cwd?.split(/[/\\]/).findLast(Boolean);
}
