import { join } from 'node:path';
import ts from 'typescript';
import { root, short } from '../../tooling/packages.mjs';
import type { Example } from './read-examples.ts';
import { moduleOf, sourcePaths } from './scope.ts';

/** The compiler's settings of the repository, for code that only shows something. */
export function exampleOptions(): ts.CompilerOptions {
  const config = ts.getParsedCommandLineOfConfigFile(join(root, 'tsconfig.json'), {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: ({ messageText }) => { throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n')); } });
  return { ...config?.options, noEmit: true, declaration: false, isolatedDeclarations: false, noUnusedLocals: false, noUnusedParameters: false, paths: sourcePaths() };
}

/** What the compiler says of examples: `README.md:12: Cannot find name 'x'.` They are modules beside their documents that no disk has. */
export function faultsOf(examples: readonly Example[]): readonly string[] {
  const modules = new Map(examples.map((example, index) => [`${example.file}.example-${index}.${example.language}`, example]));
  const options = exampleOptions();
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => modules.has(name) || fileExists.call(host, name);
  host.getSourceFile = (name, language, ...rest) => {
    const example = modules.get(name);
    return example ? ts.createSourceFile(name, moduleOf(example), language) : getSourceFile.call(host, name, language, ...rest);
  };
  const program = ts.createProgram([...modules.keys()], options, host);
  return [...modules].flatMap(([name, example]) => {
    const module = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(module), ...program.getSemanticDiagnostics(module)].map(({ messageText, start = 0 }) => {
      const line = example.line + (module?.getLineAndCharacterOfPosition(start).line ?? 1) - 1;
      return `${short(example.file)}:${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
}
