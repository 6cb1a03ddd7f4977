import { keepFigures } from '@playhead/replay-core/metrics';
import { KEYFRAMES_FROM_BYTES, keepKeyframes } from '@playhead/replay-core/terminal';
import { fsStorage, rebuildIndex } from '@playhead/storage-adapters/fs';
import type { Command, CommandContext } from '../command.ts';
import { loadEmulator } from '../replay/screen/load-emulator.ts';
import { dirOf, dirOption, jsonOption } from './shared-options.ts';

/** How much more must be read before it is said again, in percent. */
const STEP = 10;
const PAGE = 1000;
/** Recordings of more records are not looked at: what is put together of so many takes up to 300 MB. */
const MOST_RECORDS = 90_000;

/** `playhead sessions reindex`: makes the index that lists are read from anew, and what makes long terminals quick to seek in. */
export const sessionsReindexCommand: Command = {
  name: 'sessions reindex',
  about: 'make the index of recordings anew, and the keyframes that long terminals lack',
  examples: [
    { line: 'sessions reindex', about: 'make the index anew' },
    { line: 'sessions reindex --review', about: 'look also what asks for a review' },
  ],
  options: { review: { type: 'boolean', about: 'look also how much of each recording asks for a review, and measure it for statistics, where that is not known' }, dir: dirOption, json: jsonOption },
  async run(input, context) {
    const dir = dirOf(input, context);
    const sessions = await rebuildIndex({ dir, onProgress: percentTeller(context, 'read') });
    const { looked, keyframes } = await tendAll(dir, { sessions, review: input.flag('review') }, context);
    const told = { sessions, ...(input.flag('review') && { looked }), keyframes };
    const text = [`indexed ${sessions} recordings`, ...(input.flag('review') ? [`looked at ${looked}`] : []), ...(keyframes > 0 ? [`made keyframes of ${keyframes}`] : [])].join(', ');
    context.output.line(input.flag('json') ? JSON.stringify({ schemaVersion: 1, ...told }) : text);
    return context.signal.aborted ? 1 : 0;
  },
};

/** @returns Of how many recordings something was made; what was made stays when it is interrupted. */
async function tendAll(dir: string, { sessions, review }: { readonly sessions: number; readonly review: boolean }, context: CommandContext): Promise<{ readonly looked: number; readonly keyframes: number }> {
  const { signal, output } = context;
  const storage = fsStorage({ dir });
  const tell = percentTeller(context, 'looked at');
  let [looked, keyframes, done] = [0, 0, 0];
  try {
    let cursor: string | undefined;
    do {
      const page = await storage.list({ limit: PAGE, ...(cursor !== undefined && { cursor }) });
      for (const { sessionId, bytes = 0, terminals } of page.sessions) {
        if (signal.aborted) return { looked, keyframes };
        try {
          const made = review ? await keepFigures(storage, sessionId, { signal, mostRecords: MOST_RECORDS }) : undefined;
          if (made?.markers || made?.metrics) looked += 1;
          if (terminals && bytes >= KEYFRAMES_FROM_BYTES && await keepKeyframes(storage, sessionId, { emulator: loadEmulator, signal })) keyframes += 1;
        } catch (error) {
          if (!signal.aborted) output.note(`${sessionId}: ${error instanceof Error ? error.message : String(error)}`);
        }
        tell((done += 1), sessions);
      }
      cursor = page.next;
    } while (cursor !== undefined);
    return { looked, keyframes };
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
