import type { Command } from '../command.ts';
import { aboutOption, EXITS, exitText, optionText } from './help.ts';

/** `docs/reference/cli.md`: every command of the table with its options, examples and exit codes. */
export function referenceOf(commands: readonly Command[]): string {
  const rows = commands.map(({ name, about }) => `| [\`playhead ${name}\`](#playhead-${name.replaceAll(' ', '-')}) | ${cell(about)} |`);
  return [
    '# The commands', '',
    'Made of the table that `playhead --help` and completion come from; `pnpm schemas:update` writes it anew.', '',
    `Exit codes of every command, where it says nothing else: ${exitText(EXITS)}. With \`--json\` a failure is \`{ "schemaVersion": 1, "error": { "code", "message" } }\` on stdout.`,
    'An `<id>` is a whole id, or four or more characters that only one recording\'s id begins or ends with.', '',
    '| command | does |', '|---|---|', ...rows, '',
    ...commands.flatMap(section),
  ].join('\n');
}

function section({ name, usage = '', about, options = {}, examples, exits = {} }: Command): readonly string[] {
  const rows = Object.entries(options).map(([option, of]) => `| \`${cell(optionText(option, of))}\`${of.short === undefined ? '' : `, \`-${of.short}\``} | ${cell(aboutOption(of))} |`);
  return [
    `## playhead ${name}`, '', `\`playhead ${name}${usage === '' ? '' : ` ${usage}`}\`: ${about}.`, '',
    ...(rows.length > 0 ? ['| option | does |', '|---|---|', ...rows, ''] : []),
    ...(Object.keys(exits).length > 0 ? [`Exit codes: ${exitText({ ...EXITS, ...exits })}.`, ''] : []),
    '```console', ...examples.flatMap(({ line, about: what }) => [`$ playhead ${line}    # ${what}`]), '```', '',
  ];
}

/** A `|` would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
