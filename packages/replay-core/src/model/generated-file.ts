const NAMES: ReadonlySet<string> = new Set([
  'bun.lockb', 'cargo.lock', 'composer.lock', 'flake.lock', 'gemfile.lock', 'go.sum', 'npm-shrinkwrap.json', 'package-lock.json', 'packages.lock.json', 'pipfile.lock', 'pnpm-lock.yaml', 'poetry.lock', 'uv.lock', 'yarn.lock', 'bun.lock', 'deno.lock',
]);
const ENDS: readonly string[] = ['.min.js', '.min.css', '.min.mjs', '.map', '.snap', '.pb.go', '_pb2.py', '.generated.ts', '.g.dart', '.designer.cs', '.lock'];
const FOLDERS: readonly string[] = ['node_modules', 'vendor', 'dist', '__generated__', '__snapshots__'];

/**
 * Whether a file is made by a tool, so that few people read its diff: lock files, minified code, snapshots, build output. By its path alone.
 *
 * @example
 * ```ts
 * const toRead = model.files.filter(({ path }) => !isGeneratedFile(path));
 * ```
 */
export function isGeneratedFile(path: string): boolean {
  const parts = path.toLowerCase().split(/[/\\]/);
  const name = parts.at(-1) ?? '';
  return NAMES.has(name) || ENDS.some((end) => name.endsWith(end)) || FOLDERS.some((folder) => parts.slice(0, -1).includes(folder));
}
