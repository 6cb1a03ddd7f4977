import { parseArgs } from 'node:util';
import { isPlayheadError, PlayheadError } from '@playhead/protocol';
import type { Command, CommandContext, CommandInput } from './command.ts';
import { dirOf } from './commands/shared-options.ts';
import { helpOf, helpOfCommand } from './help/help.ts';
import { quickCommand } from './quick-commands.ts';
import { cliVersion } from './version.ts';

/**
 * Runs the command that the arguments name.
 *
 * @param args - Without program and script.
 * @returns The exit code: 0 done, 1 failed, 2 wrong usage.
 */
export async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const { output } = context;
  const [first] = args;
  if (first === '--version' || first === '-v') {
    output.line(cliVersion());
    return 0;
  }
  if (first === undefined || first === '--help' || first === '-h' || first === 'help') {
    output.line(helpOf((await import('./command-table.ts')).commands));
    return 0;
  }
  const found = (await quickCommand(args)) ?? (await import('./command-table.ts')).findCommand(args);
  if (!found) {
    const { commands } = await import('./command-table.ts');
    const group = helpOf(commands, first);
    if (group !== '' && (args.includes('--help') || args.includes('-h'))) {
      output.line(group);
      return 0;
    }
    output.note(group !== '' ? group : `playhead has no command "${first}". Run playhead --help to see all.`);
    return 2;
  }
  const { command, rest } = found;
  const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest; // what follows is somebody else's
  if (own.includes('--help') || own.includes('-h')) {
    output.line(helpOfCommand(command));
    return 0;
  }
  try {
    const input = inputOf(command, rest);
    if (command.readsRecordings ?? command.name.startsWith('sessions ')) {
      const { deliverSpooledHooks } = await import('./deliver-spooled-hooks.ts');
      await deliverSpooledHooks(dirOf(input, context), context);
    }
    return await command.run(input, context);
  } catch (error) {
    const { code, message } = isPlayheadError(error) ? error : { code: 'internal', message: error instanceof Error ? error.message : String(error) };
    if (own.includes('--json')) output.line(JSON.stringify({ schemaVersion: 1, error: { code, message } }));
    output.note(`playhead ${command.name}: ${message} (${code})`);
    return code === 'usage' ? 2 : 1;
  }
}

function inputOf(command: Command, args: readonly string[]): CommandInput {
  const { options = {}, positionals: range = { min: 0, max: 0 } } = command;
  const types = Object.fromEntries(Object.entries(options).map(([name, { type, short, multiple }]) => [name, { type, ...(short !== undefined && { short }), ...(multiple && { multiple }) }]));
  let parsed: { values: Record<string, unknown>; positionals: string[] };
  try {
    parsed = parseArgs({ args: [...args], options: types, allowPositionals: true });
  } catch (error) {
    throw new PlayheadError('usage', `${(error instanceof Error ? error.message : String(error)).replace(/[.\s]{0,9}$/, '.')} Run playhead ${command.name} --help.`, { cause: error });
  }
  const { values, positionals } = parsed;
  if (positionals.length < range.min || positionals.length > range.max) {
    throw new PlayheadError('usage', `This takes ${range.max === 0 ? 'no arguments' : (command.usage ?? '')}. Run playhead ${command.name} --help.`);
  }
  return {
    positionals,
    text: (name) => textsIn(values[name]).at(-1),
    texts: (name) => textsIn(values[name]),
    flag: (name) => values[name] === true,
  };
}

/** One text, or several of an option that may be repeated. */
function textsIn(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}
