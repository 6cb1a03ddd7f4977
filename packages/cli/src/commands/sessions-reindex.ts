import { keepReviewMarkers } from '@playhead/replay-core';
import { fsStorage, rebuildIndex } from '@playhead/storage-adapters/fs';
import type { Command, CommandContext } from '../command.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';

/** How much more must be read before it is said again, in percent. */
const STEP = 10;
const PAGE = 1000;
/** Recordings of more records are not looked at: what is put together of so many takes up to 300 MB. */
const MOST_RECORDS = 90_000;

/** `playhead sessions reindex`: makes the index that lists are read from anew. */
export const sessionsReindexCommand: Command = {
  name: 'sessions reindex',
  about: 'make the index of recordings anew',
  options: { review: { type: 'boolean', about: 'look also how much of each recording asks for a review, where it is not known' }, dir: dirOption, json: jsonOption },
  async run(input, context) {
    const dir = dirOf(input, context);
    const sessions = await rebuildIndex({ dir, onProgress: percentTeller(context, 'read') });
    const looked = input.flag('review') ? await lookAtAll(dir, sessions, context) : undefined;
    context.output.line(input.flag('json') ? JSON.stringify({ schemaVersion: 1, sessions, ...(looked !== undefined && { looked }) }) : `indexed ${sessions} recordings${looked === undefined ? '' : `, looked at ${looked}`}`);
    return context.signal.aborted ? 1 : 0;
  },
};

/** @returns How many were looked at; what was looked at stays when it is interrupted. */
async function lookAtAll(dir: string, all: number, context: CommandContext): Promise<number> {
  const { signal, output } = context;
  const storage = fsStorage({ dir });
  const tell = percentTeller(context, 'looked at');
  let [looked, done] = [0, 0];
  try {
    let cursor: string | undefined;
    do {
      const page = await storage.list({ limit: PAGE, ...(cursor !== undefined && { cursor }) });
      for (const { sessionId } of page.sessions) {
        if (signal.aborted) return looked;
        try {
          if (await keepReviewMarkers(storage, sessionId, { signal, mostRecords: MOST_RECORDS })) looked += 1;
        } catch (error) {
          if (!signal.aborted) output.note(`${sessionId}: ${error instanceof Error ? error.message : String(error)}`);
        }
        tell((done += 1), all);
      }
      cursor = page.next;
    } while (cursor !== undefined);
    return looked;
  } finally {
    await storage.close();
  }
}

function percentTeller({ output }: CommandContext, doing: string): (done: number, all: number) => void {
  let said = 0;
  return (done, all) => {
    const percent = Math.floor((100 * done) / all);
    if (percent < said + STEP || percent >= 100) return;
    said = percent;
    output.note(`${doing} ${done} of ${all} recordings`);
  };
}
