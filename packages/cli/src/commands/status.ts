import type { Command } from '../command.ts';
import { diskState } from '../disk-budget.ts';
import { findServer } from '../local-server.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';

/** `playhead status`: whether a server runs, and whether the disk has room. */
export const statusCommand: Command = {
  name: 'status',
  about: 'say whether a server runs, and where, and whether the disk has room',
  options: { dir: dirOption, json: jsonOption },
  async run(input, context) {
    const dir = dirOf(input, context);
    const note = await findServer(dir);
    const { usedBytes, budgetBytes, freeBytes, warnings } = await diskState(dir, context.env);
    if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: 1, running: note !== undefined, directory: dir, ...note, disk: { usedBytes, budgetBytes, freeBytes }, warnings }));
    else context.output.line(note ? `running at ${note.url} (process ${note.pid}), recordings in ${dir}` : `no server runs for ${dir}; start one with playhead ui`);
    if (!input.flag('json')) for (const warning of warnings) context.output.note(warning);
    return note ? 0 : 1;
  },
};
