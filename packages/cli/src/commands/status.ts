import type { Command } from '../command.ts';
import { findServer } from '../local-server.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';

/** `playhead status`: whether a server runs. */
export const statusCommand: Command = {
  name: 'status',
  about: 'say whether a server runs, and where',
  options: { dir: dirOption, json: jsonOption },
  async run(input, context) {
    const dir = dirOf(input, context);
    const note = await findServer(dir);
    if (input.flag('json')) context.output.line(JSON.stringify({ schemaVersion: 1, running: note !== undefined, directory: dir, ...note }));
    else context.output.line(note ? `running at ${note.url} (process ${note.pid}), recordings in ${dir}` : `no server runs for ${dir}; start one with playhead ui`);
    return note ? 0 : 1;
  },
};
