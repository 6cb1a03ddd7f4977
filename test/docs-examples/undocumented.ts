import ts from 'typescript';
import { exportedEntries, packages, short } from '../../tooling/packages.mjs';
import { exampleOptions } from './compile-examples.ts';

/** How many names a set of modules exports, and those that no comment explains. */
export interface Documentation {
  readonly names: number;
  readonly undocumented: readonly string[];
}

/** Looks at every name that modules export, wherever it is declared. `texts` are modules that no disk has. */
export function documentationOf(files: readonly string[], texts: ReadonlyMap<string, string> = new Map()): Documentation {
  const options = exampleOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists.call(host, name);
  host.getSourceFile = (name, language, ...rest) => {
    const text = texts.get(name);
    return text === undefined ? getSourceFile.call(host, name, language, ...rest) : ts.createSourceFile(name, text, language);
  };
  const program = ts.createProgram(files, options, host);
  const checker = program.getTypeChecker();
  const exported = files.flatMap((file) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    return module ? checker.getExportsOfModule(module).map((symbol) => ({ file, symbol })) : [];
  });
  const undocumented = exported
    .filter(({ symbol }) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol).getDocumentationComment(checker).length === 0)
    .map(({ file, symbol }) => `${short(file)}: ${symbol.name}`);
  return { names: exported.length, undocumented };
}

/** The source of everything that packages export. */
export function entries(): readonly string[] {
  return packages().flatMap((pkg) => exportedEntries(pkg)).map(({ file }) => file).filter((file) => /\.tsx?$/.test(file));
}
