// The names that each package promises, read from its source entries. `--update` rewrites test/api/.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { exportedEntries, packages, root } from './packages.mjs';

const exported = (node) => ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);

/** Exports of a module as lines: `value createRecorder`, `type Recorder`. */
export function exportsOf(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const lines = [];
  for (const node of source.statements) {
    if (ts.isExportDeclaration(node)) {
      if (!node.exportClause || ts.isNamespaceExport(node.exportClause)) lines.push('value *');
      else for (const { name, isTypeOnly } of node.exportClause.elements) lines.push(`${node.isTypeOnly || isTypeOnly ? 'type' : 'value'} ${name.text}`);
    } else if (ts.isExportAssignment(node)) lines.push('value default');
    else if (!exported(node)) continue;
    else if (ts.isVariableStatement(node)) for (const { name } of node.declarationList.declarations) lines.push(`value ${ts.isIdentifier(name) ? name.text : '?'}`);
    else lines.push(`${ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) ? 'type' : 'value'} ${node.name?.text ?? 'default'}`);
  }
  return [...new Set(lines)].sort();
}

/** What one package promises, as the text of its file in test/api. */
export function apiOf(pkg) {
  const names = exportedEntries(pkg).map(({ subpath, file }) => {
    const lines = /\.tsx?$/.test(file) ? exportsOf(file, readFileSync(file, 'utf8')) : ['file'];
    return [`${pkg.name}${subpath.slice(1)}`, ...lines.map((line) => `  ${line}`)].join('\n');
  });
  return names.join('\n') + (names.length ? '\n' : '');
}

export const apiFile = (pkg) => join(root, 'test/api', `${pkg.folder}.txt`);

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url) && process.argv.includes('--update')) {
  for (const pkg of packages()) {
    const text = apiOf(pkg);
    if (!text && !existsSync(apiFile(pkg))) continue;
    mkdirSync(dirname(apiFile(pkg)), { recursive: true });
    writeFileSync(apiFile(pkg), text);
  }
}
