import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { exportsOf } from '../../tooling/api.mjs';
import { exportedEntries, packages } from '../../tooling/packages.mjs';
import type { Example } from './read-examples.ts';

interface Name { readonly name: string; readonly type: boolean; readonly specifier: string }

const prelude = fileURLToPath(new URL('prelude.ts', import.meta.url));
const isSource = (file: string): boolean => /\.tsx?$/.test(file);

function namesOf(file: string, specifier: string): readonly Name[] {
  return exportsOf(file, readFileSync(file, 'utf8')).map((line) => ({ name: line.replace(/^\w+ /, ''), type: line.startsWith('type '), specifier }));
}

/** Where each module of our packages has its source: for `paths` of the compiler. */
export function sourcePaths(): Record<string, string[]> {
  return Object.fromEntries(packages().flatMap((pkg) => exportedEntries(pkg).filter(({ file }) => isSource(file)).map(({ subpath, file }) => [`${pkg.name}${subpath.slice(1)}`, [file]])));
}

const shared: readonly Name[] = namesOf(prelude, prelude);
const ours: readonly (Name & { readonly dir: string })[] = packages().flatMap((pkg) =>
  exportedEntries(pkg).filter(({ file }) => isSource(file)).flatMap(({ subpath, file }) => namesOf(file, `${pkg.name}${subpath.slice(1)}`).map((name) => ({ ...name, dir: pkg.dir }))));

/**
 * An example as a module. One that imports from our packages is whole: what it uses of them it imports. Any other is a
 * fragment: it may use what its own file and our packages export. Both may use the names of prelude.ts.
 */
export function moduleOf({ file, language, code }: Example): string {
  const whole = /from '(@playhead\/|playhead')/.test(code);
  const own = whole || !isSource(file) ? [] : namesOf(file, file);
  const near = whole ? [] : [...ours].sort((a, b) => Number(file.startsWith(b.dir)) - Number(file.startsWith(a.dir)));
  const known = new Map([...shared, ...near, ...own].reverse().map((name) => [name.name, name]));
  const { used, declared } = identifiers(code, language);
  const imports = [...used].filter((name) => !declared.has(name)).flatMap((name) => known.get(name) ?? []);
  // In one line before the code: the numbers of the lines stay those of the document.
  return `export {}; ${imports.map(({ name, type, specifier }) => `import { ${type ? 'type ' : ''}${name} } from '${specifier}'; `).join('')}\n${code}`;
}

/** Names that a piece of code uses, and those it declares itself. */
function identifiers(code: string, language: 'ts' | 'tsx'): { readonly used: ReadonlySet<string>; readonly declared: ReadonlySet<string> } {
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) used.add(node.text);
    if ((ts.isVariableDeclaration(node) || ts.isBindingElement(node) || ts.isParameter(node) || ts.isFunctionDeclaration(node) || ts.isImportSpecifier(node)) && node.name && ts.isIdentifier(node.name)) declared.add(node.name.text);
    ts.forEachChild(node, (child) => {
      const isName = (ts.isPropertyAccessExpression(node) && child === node.name) || (ts.isPropertyAssignment(node) && child === node.name) || (ts.isJsxAttribute(node) && child === node.name) || (ts.isBindingElement(node) && child === node.propertyName);
      if (!isName) visit(child);
    });
  };
  visit(ts.createSourceFile(`example.${language}`, code, ts.ScriptTarget.Latest, false, language === 'tsx' ? ts.ScriptKind.TSX : ts.ScriptKind.TS));
  return { used, declared };
}
