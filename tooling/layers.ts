// What may import what: the table of docs/architecture.md as data, and the checks over it. Used by test/layering.test.ts.
import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import ts from 'typescript';

/** One source file: its path below the repository, with `/`, and its text. */
export interface SourceFile { path: string; text: string }
export interface Import { specifier: string; kind: 'static' | 'dynamic' | 'type' | 'export-all' }

const ALL = ['protocol', 'redaction', 'recorder', 'storage-adapters', 'hooks-claude', 'replay-core', 'replay-react', 'server', 'gateway', 'viewer', 'cli'];
const TABLE: Record<string, string[]> = {
  protocol: [],
  redaction: ['protocol'],
  recorder: ['protocol', 'redaction'],
  'storage-adapters': ['protocol'],
  'replay-core': ['protocol'],
  'replay-react': ['protocol', 'replay-core'],
  server: ['protocol', 'recorder', 'redaction', 'replay-core'],
  gateway: ['protocol', 'recorder', 'redaction'],
  viewer: ['protocol', 'redaction', 'replay-core', 'replay-react'],
  cli: ALL,
};
const HARNESS = ['protocol', 'recorder'];

/** Where Node built-ins may stand, as patterns over the path inside the package. */
const NODE: Record<string, RegExp> = {
  'storage-adapters': /^src\/(adapters\/fs\.ts|fs\/)/,
  recorder: /^src\/(.*\.node\.ts|node\/|pty\/|snapshots\/)/,
  server: /^src\/(node\.ts|node\/)/,
  gateway: /./,
  cli: /./,
};

const BUILTINS = new Set(builtinModules);
export const isBuiltin = (specifier: string): boolean => specifier.startsWith('node:') || BUILTINS.has(specifier.split('/')[0] ?? '');
export const isTestFile = (path: string): boolean => /\.(test|bench)\.tsx?$|(^|\/)(fixtures|test-support)\//.test(path) || /^packages\/[^/]+\/test\//.test(path);

/** Every import of a module, whichever way it is written. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, false);
  const text = (node: ts.Node | undefined): string | undefined => (node && ts.isStringLiteralLike(node) ? node.text : undefined);
  const add = (node: ts.Node | undefined, kind: Import['kind']): void => {
    const specifier = text(node);
    if (specifier !== undefined) found.push({ specifier, kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ? 'type' : 'static');
    else if (ts.isExportDeclaration(node)) {
      const everything = !node.exportClause || ts.isNamespaceExport(node.exportClause);
      if (everything && node.moduleSpecifier) add(node.moduleSpecifier, 'export-all');
      add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'static');
    } else if (ts.isCallExpression(node) && (node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require')))
      add(node.arguments[0], 'dynamic');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, 'type');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function allowed(folder: string): string[] | undefined {
  return TABLE[folder] ?? (folder.startsWith('hooks-') ? HARNESS : undefined);
}

/** Why one import may not stand where it stands; undefined when it may. */
export function judge(path: string, { specifier, kind }: Import, dependencies: readonly string[]): string | undefined {
  const [, folder = '', ...inside] = path.split('/');
  const within = inside.join('/');
  if (kind === 'export-all') return `export * from '${specifier}': name what is exported`;
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(path), specifier);
    return target.startsWith(`packages/${folder}/`) ? undefined : `'${specifier}' leaves the package: import it by its name`;
  }
  if (specifier.startsWith('#')) return undefined;
  if (isBuiltin(specifier)) {
    if (!specifier.startsWith('node:')) return `'${specifier}': write 'node:${specifier}'`;
    const where = folder.startsWith('hooks-') ? /./ : NODE[folder];
    return where?.test(within) ? undefined : `'${specifier}': Node built-ins may not stand here`;
  }
  const own = /^@playhead\/([^/]+)(\/.*)?$/.exec(specifier);
  if (!own) {
    const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
    return dependencies.includes(name) ? undefined : `'${specifier}' is no dependency in packages/${folder}/package.json`;
  }
  const [, target = '', subpath] = own;
  if (target === folder) return `'${specifier}' is this package itself: import the file`;
  const table = allowed(folder);
  if (!table) return `packages/${folder} has no row in the import table of tooling/layers.ts`;
  if (folder === 'recorder' && target === 'storage-adapters') {
    return /^src\/default-storage\.(node|browser)\.ts$/.test(within) && kind !== 'static' ? undefined : `'${specifier}': storage is handed in; only default-storage imports an adapter, dynamically`;
  }
  if (!table.includes(target)) return `${folder} may not import ${target}`;
  if (folder === 'replay-react' && target === 'protocol' && kind !== 'type' && subpath !== '/seal') {
    return `'${specifier}': replay-react takes types only from protocol (import type)`;
  }
  return undefined;
}

/** Circles of imports between files that exist at run time, each as the list of its files. */
export function cycles(files: readonly SourceFile[]): string[][] {
  const known = new Map(files.map((file) => [file.path, file]));
  const state = new Map<string, 'open' | 'done'>();
  const trail: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push([...trail.slice(trail.indexOf(path)), path]);
      return;
    }
    state.set(path, 'open');
    trail.push(path);
    const file = known.get(path);
    for (const { specifier, kind } of file ? importsOf(file) : []) {
      if (kind === 'type' || !specifier.startsWith('.')) continue;
      const target = posix.join(posix.dirname(path), specifier);
      if (known.has(target)) visit(target);
    }
    trail.pop();
    state.set(path, 'done');
  };
  for (const { path } of files) visit(path);
  return found;
}
