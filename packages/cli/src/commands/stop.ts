import type { Command } from '../command.ts';
import { endServer, findServer } from '../local-server.ts';
import { dirOf, dirOption } from './shared-options.ts';

/** `playhead stop`: ends the server of a data directory. */
export const stopCommand: Command = {
  name: 'stop',
  about: 'stop the server',
  examples: [
    { line: 'stop', about: 'stop the server of this data directory' },
  ],
  options: { dir: dirOption },
  async run(input, context) {
    const dir = dirOf(input, context);
    const note = await findServer(dir);
    if (!note) {
      context.output.line(`no server runs for ${dir}`);
      return 0;
    }
    if (await endServer(dir, note)) {
      context.output.line(`stopped the server at ${note.url}`);
      return 0;
    }
    context.output.note(`The server at ${note.url} (process ${note.pid}) still answers. End the process by hand.`);
    return 1;
  },
};
