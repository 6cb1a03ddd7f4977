import { itemsOf } from '../model/list-view.ts';
import { opensTurn } from '../model/turns.ts';
import type { ReplayEvent } from '../model/types.ts';
import type { ReplayState, StepTarget } from '../replay-store.ts';
import { MAIN_AGENT } from './narrowing.ts';

const SNAPSHOTS: ReadonlySet<string> = new Set(['snapshot', 'session_checkpoint']);
const SCREEN: ReadonlySet<string> = new Set(['terminal_output', 'terminal_resize']);

/** What is looked for among the events: hits are known. */
type Target = Exclude<StepTarget, 'hit'>;

/** Finds where to step to; remembers the sets it looked things up in. */
export class Stepping {
  readonly #sets: WeakMap<readonly unknown[], ReadonlySet<string>> = new WeakMap();

  /** The index of the next (1) or previous (-1) one of a kind among the shown events; -1 when there is none. */
  find(state: ReplayState, target: Target, by: 1 | -1): number {
    const { model } = state;
    switch (target) {
      case 'error': return scan(state, by, this.#oneOf(model.errorIds, (id) => id));
      case 'moment': return scan(state, by, this.#oneOf(model.moments, ({ eventId }) => eventId));
      case 'snapshot': return scan(state, by, ({ record }) => SNAPSHOTS.has(record.type));
      case 'turn': return turn(state, by);
      case 'agent': return agent(state, by);
      case 'frame': {
        const found = scan(state, by, ({ record }) => SCREEN.has(record.type));
        return found < 0 ? scan(state, by, () => true) : found;
      }
    }
  }

  #oneOf<Item>(items: readonly Item[], idOf: (item: Item) => string): (event: ReplayEvent) => boolean {
    const ids = this.#sets.get(items) ?? new Set(items.map(idOf));
    this.#sets.set(items, ids);
    return ({ id }) => ids.has(id);
  }
}

/** The index that lies a number of shown events away, or as many as there are; -1 when there is none. */
export function indexAway(state: ReplayState, by: number): number {
  const { currentIndex, model: { events }, shown } = state;
  if (!shown.narrowed) return events.length === 0 ? -1 : Math.max(0, Math.min(currentIndex + by, events.length - 1));
  const direction = by < 0 ? -1 : 1;
  let [found, left] = [-1, Math.abs(by)];
  for (let index = currentIndex + direction; left > 0 && index >= 0 && index < events.length; index += direction) {
    const event = events[index];
    if (!event || !shown.includes(event)) continue;
    found = index;
    left -= 1;
  }
  return found;
}

/** The nearest shown event of a kind on one side of an index, by default of the playhead. */
function scan({ currentIndex, model: { events }, shown }: ReplayState, by: 1 | -1, wanted: (event: ReplayEvent) => boolean, start = currentIndex + by): number {
  const [items, { length }] = [itemsOf(events), events];
  for (let index = start; index >= 0 && index < length; index += by) {
    const event = items[index];
    if (event && wanted(event) && shown.includes(event)) return index;
  }
  return -1;
}

/** The prompt of the next or previous turn; where it is left out, the first event of that turn that is not. */
function turn({ currentIndex, model: { events }, shown }: ReplayState, by: 1 | -1): number {
  let found = -1;
  let begun = false;
  for (let index = currentIndex + by; index >= 0 && index < events.length; index += by) {
    const event = events[index];
    if (!event) continue;
    const opens = opensTurn(event);
    begun ||= opens;
    if (by > 0 && begun && shown.includes(event)) return index;
    if (by < 0 && shown.includes(event)) found = index;
    if (by < 0 && opens && found >= 0) return found;
  }
  return -1;
}

/** Of the agent above or below that shows anything: its first event from the playhead on, else its last one before. */
function agent(state: ReplayState, by: 1 | -1): number {
  const { currentIndex, model: { events, subagents } } = state;
  const lanes = [undefined, ...subagents.map(({ id }) => id)];
  const here = lanes.indexOf(events[currentIndex]?.record.agent);
  for (let lane = here + by; lane >= 0 && lane < lanes.length; lane += by) {
    const isIts = ({ record }: ReplayEvent): boolean => (record.agent ?? MAIN_AGENT) === (lanes[lane] ?? MAIN_AGENT);
    const later = scan(state, 1, isIts);
    const found = later < 0 ? scan(state, -1, isIts) : later;
    if (found >= 0) return found;
  }
  return -1;
}
