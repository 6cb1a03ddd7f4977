// Reads the workspace: its packages, and the source file behind every name their `exports` and `imports` promise.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const SOURCE = '@playhead/source';

export const isTest = (file) => /\.(test|bench)\.[cm]?tsx?$/.test(file) || /[\\/](fixtures|test-support)[\\/]/.test(file);

/** Every file below a directory, as absolute paths. */
export function walk(directory) {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name === 'dist') return [];
    const path = join(directory, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}

/** Workspace packages below `packages/`, as `{ dir, folder, name, json }`. */
export function packages() {
  return readdirSync(join(root, 'packages'))
    .map((folder) => ({ folder, dir: join(root, 'packages', folder) }))
    .filter(({ dir }) => existsSync(join(dir, 'package.json')))
    .map(({ folder, dir }) => {
      const json = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
      return { folder, dir, name: json.name, json };
    });
}

/** Source targets of one `exports` or `imports` value, whatever conditions it nests. */
function sourceTargets(value) {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([condition, inner]) =>
    condition === SOURCE && typeof inner === 'string' ? [inner] : sourceTargets(inner),
  );
}

function expand(dir, subpath, target) {
  if (!target.includes('*')) {
    const file = join(dir, target);
    return existsSync(file) ? [{ subpath, file }] : [];
  }
  const [before, after] = target.split('*');
  const prefix = join(dir, before);
  const from = prefix.endsWith(sep) ? prefix : dirname(prefix);
  return walk(from)
    .filter((file) => file.startsWith(prefix) && file.endsWith(after) && !isTest(file))
    .filter((file) => !/\.(node|browser)\.ts$/.test(file) || /\.(node|browser)\.ts$/.test(after))
    .map((file) => ({ subpath: subpath.replace('*', file.slice(prefix.length, file.length - after.length).split(sep).join('/')), file }))
    .sort((a, b) => (a.file < b.file ? -1 : 1));
}

/** What a package exports: `{ subpath, file }` of every entry whose source exists. */
export function exportedEntries(pkg) {
  return Object.entries(pkg.json.exports ?? {}).flatMap(([subpath, value]) =>
    sourceTargets(value).flatMap((target) => expand(pkg.dir, subpath, target)),
  );
}

/** All source files that must be built as modules of their own: exports, `#` imports, and `playhead.entries`. */
export function buildInputs(pkg) {
  const own = (pkg.json.playhead?.entries ?? []).flatMap((target) => expand(pkg.dir, target, target));
  const internal = Object.entries(pkg.json.imports ?? {}).flatMap(([subpath, value]) =>
    sourceTargets(value).flatMap((target) => expand(pkg.dir, subpath, target)),
  );
  const files = [...exportedEntries(pkg), ...internal, ...own].map(({ file }) => file);
  return [...new Set(files)];
}

export const short = (file) => relative(root, file).split(sep).join('/');
