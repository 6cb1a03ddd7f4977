import type { ReplayView } from './replay-view.ts';

/** What happened within so many microseconds is one screen. */
const SCREEN_US = 33_000;
/** A recording is shown as no more screens than this: a long one would else take minutes. */
const MOST_SCREENS = 2000;

/**
 * Plays a recording without its waits: shows what changed the screen, one change after the other, as fast as the terminal takes it. Ends at the
 * end of what is recorded by then, or when it is told to stop.
 *
 * @param from - Where to begin: microseconds since the Unix epoch.
 * @returns Whether it came to the end.
 */
export async function playFast(view: ReplayView, from: number, signal: AbortSignal): Promise<boolean> {
  const { timeMap, model } = view.store.getState();
  const step = Math.max(SCREEN_US, Math.ceil((timeMap.toWall(timeMap.durationMs) - from) / MOST_SCREENS));
  for (let at: number | undefined = from; at !== undefined && !signal.aborted; at = await nextChange(view, at + step)) {
    view.place.seek(at);
    await view.drawn();
  }
  return !signal.aborted;

  /** When something is to be seen next, in the terminal at a moment or in one that is opened later. */
  async function nextChange({ stages }: ReplayView, after: number): Promise<number | undefined> {
    const stage = await stages.at(after);
    const opened = model.terminals.map(({ startedAt }) => startedAt).filter((startedAt) => startedAt > after);
    const changed = await stage.change(after, 1);
    return changed === undefined && opened.length === 0 ? undefined : Math.min(changed ?? Infinity, ...opened);
  }
}
