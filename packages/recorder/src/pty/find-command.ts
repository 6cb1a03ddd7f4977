import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** The program that a command names, or why there is none: with the exit code that a shell would have. */
export type FoundCommand = { readonly file: string } | { readonly exitCode: 126 | 127; readonly reason: string };

/** Finds a program as a shell does: a name with a slash in it is a path, any other is looked for in `PATH`. */
export function findCommand(command: string, cwd: string, env: Readonly<Record<string, string | undefined>>): FoundCommand {
  const folders = command.includes('/') ? [''] : (env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin').split(delimiter);
  let isThere = false;
  for (const folder of folders) {
    const file = command.includes('/') ? resolve(cwd, command) : resolve(cwd, join(folder || '.', command));
    const stats = statSync(file, { throwIfNoEntry: false, bigint: false });
    if (!stats) continue;
    isThere = true;
    if (stats.isFile() && isExecutable(file)) return { file };
  }
  return isThere ? { exitCode: 126, reason: `${command} is there, but cannot be run` } : { exitCode: 127, reason: `there is no command ${command}` };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
