import { rebuildIndex } from '@playhead/storage-adapters/fs';
import type { Command } from '../command.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';

/** How much more must be read before it is said again, in percent. */
const STEP = 10;

/** `playhead sessions reindex`: makes the index that lists are read from anew. */
export const sessionsReindexCommand: Command = {
  name: 'sessions reindex',
  about: 'make the index of recordings anew',
  options: { dir: dirOption, json: jsonOption },
  async run(input, context) {
    let said = 0;
    const sessions = await rebuildIndex({
      dir: dirOf(input, context),
      onProgress(done, all) {
        const percent = Math.floor((100 * done) / all);
        if (percent < said + STEP || percent === 100) return;
        said = percent;
        context.output.note(`read ${done} of ${all} recordings`);
      },
    });
    context.output.line(input.flag('json') ? JSON.stringify({ schemaVersion: 1, sessions }) : `indexed ${sessions} recordings`);
    return 0;
  },
};
