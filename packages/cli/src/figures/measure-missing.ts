import { isPlayheadError, type SessionInfo, type SessionStorage } from '@playhead/protocol';
import { keepFigures, type FiguresCover, type GatherOptions } from '@playhead/replay-core/metrics';
import type { CommandContext, CommandInput, CommandOption } from '../command.ts';

/** How much more must be measured before it is said again, in percent. */
const STEP = 10;
/** Of so many it is said how far it is. */
const MANY = 20;
/** Recordings of more records are left out: what is put together of so many takes up to 300 MB. */
const MOST_RECORDS = 90_000;

/** So many short recordings are measured for a list, of so many records at most: all of it takes some tenths of a second. */
const MOST_SHORT = 50;
const SHORT_RECORDS = 1000;

/** `--as-kept`. */
export const asKeptOption: CommandOption = { type: 'boolean', about: 'go by what is measured already, and measure nothing' };

/**
 * Gathers figures, measures what was not measured since it changed, and gathers them again. Says on stderr how far it is where that takes long, and
 * of how many recordings figures do not speak.
 */
export async function measuredFigures<Document extends { readonly cover: FiguresCover }>(
  storage: SessionStorage, input: CommandInput, context: CommandContext, gather: (options: GatherOptions) => Promise<Document>,
): Promise<Document> {
  const { signal, output } = context;
  const outdated = new Set<string>();
  let document = await gather({ signal, onOutdated: ({ sessionId }: Pick<SessionInfo, 'sessionId'>) => void outdated.add(sessionId) });
  if (outdated.size > 0 && !input.flag('as-kept')) {
    await measure(storage, [...outdated], context);
    document = await gather({ signal });
  }
  const { missing, outdated: changed, large } = document.cover;
  if (missing + changed > 0) output.note(`${missing + changed} recordings are not measured as they are now`);
  if (large > 0) output.note(`${large} recordings hold too much to be measured`);
  return document;
}

/**
 * Measures short recordings that are over, so that a list says how they ended; others wait for a server or for `sessions reindex --review`.
 *
 * @returns Whether any was measured.
 */
export async function measureShort(storage: SessionStorage, ids: readonly string[], { signal }: CommandContext): Promise<boolean> {
  let isAny = false;
  for (const sessionId of ids.slice(0, MOST_SHORT)) {
    if (signal.aborted) break;
    try {
      const info = await storage.get(sessionId);
      if ((info?.status === 'completed' || info?.status === 'failed') && info.events <= SHORT_RECORDS) isAny = (await keepFigures(storage, sessionId, { signal })).metrics || isAny;
    } catch (error) {
      if (!isPlayheadError(error)) throw error; // it is listed all the same
    }
  }
  return isAny;
}

async function measure(storage: SessionStorage, ids: readonly string[], { signal, output }: CommandContext): Promise<void> {
  let said = 0;
  for (const [done, sessionId] of ids.entries()) {
    if (signal.aborted) return;
    const percent = Math.floor((100 * done) / ids.length);
    if (ids.length >= MANY && (done === 0 || percent >= said + STEP)) {
      said = percent;
      output.note(`measured ${done} of ${ids.length} recordings`);
    }
    try {
      await keepFigures(storage, sessionId, { signal, mostRecords: MOST_RECORDS });
    } catch (error) {
      if (!signal.aborted) output.note(`${sessionId}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
