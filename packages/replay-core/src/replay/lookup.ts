import type { ModelChange } from '../model/change.ts';
import type { SessionModel } from '../model/types.ts';
import type { EventFilter, ReplayState, TimeRange } from '../replay-store.ts';
import { Finding, type FindingOptions } from './finding.ts';
import { Narrowing } from './narrowing.ts';

/** What {@link Lookup} keeps of the state. */
export type LookupState = Pick<ReplayState, 'filter' | 'range' | 'shown' | 'query' | 'hits' | 'searching'>;

/** Filter, range and search: which events are left, and which of them were looked for. */
export class Lookup {
  readonly #narrowing: Narrowing = new Narrowing();
  /** The search: it hears which events are left. */
  readonly finding: Finding;

  constructor(options: FindingOptions) {
    this.finding = new Finding(options);
  }

  get state(): LookupState {
    const { filter, range, shown } = this.#narrowing;
    const { query, hits, searching } = this.finding;
    return { filter, shown, query, hits, searching, ...(range && { range }) };
  }

  setFilter(filter: EventFilter, model: SessionModel): void {
    if (!sameFilter(filter, this.#narrowing.filter)) this.#narrow(filter, this.#narrowing.range, model);
  }

  setRange(range: TimeRange | undefined, model: SessionModel): void {
    const { filter, range: known } = this.#narrowing;
    const wanted = range && inOrder(range);
    if (wanted?.from !== known?.from || wanted?.to !== known?.to) this.#narrow(filter, wanted, model);
  }

  setQuery(query: string, model: SessionModel): void {
    if (query !== this.finding.query) this.finding.search(query, model.events, this.#narrowing.shown);
  }

  grow(model: SessionModel, change: ModelChange): void {
    const reshown = this.#narrowing.grow(model, change);
    this.finding.grow(model.events, change.from, this.#narrowing.shown, reshown);
  }

  #narrow(filter: EventFilter, range: TimeRange | undefined, model: SessionModel): void {
    this.#narrowing.narrow(filter, range, model);
    this.finding.narrow(this.#narrowing.shown);
  }
}

/** A range whose ends can be told apart; none when an end is no number. */
function inOrder({ from, to }: TimeRange): TimeRange | undefined {
  if (Number.isNaN(from) || Number.isNaN(to)) return undefined;
  return { from: Math.min(from, to), to: Math.max(from, to) };
}

function sameFilter(a: EventFilter, b: EventFilter): boolean {
  return (['kinds', 'statuses', 'agents'] as const).every((part) => a[part]?.length === b[part]?.length && (a[part] ?? []).every((value, index) => value === b[part]?.[index]));
}
