import type { ReplayEvent } from '@playhead/replay-core';

/** Where in the list of events things are, ascending: a count up to the playhead is a binary search. */
export interface EventIndex {
  /** The first event of each command. */
  readonly commands: readonly number[];
  /** The first event that touches each file. */
  readonly files: readonly number[];
  /** The first event that changes each file. */
  readonly changedFiles: readonly number[];
  readonly notes: readonly number[];
}

/** Types of the records that people leave. */
export const NOTE_TYPES: ReadonlySet<string> = new Set(['note', 'needs_review', 'feedback']);

const COMMAND_TYPES: ReadonlySet<string> = new Set(['terminal_command', 'terminal_output']);

/** An index that grows with the events: those already seen cost nothing, unless a late one was put between them. */
export function createEventIndex(): (events: readonly ReplayEvent[]) => EventIndex {
  let seen: readonly ReplayEvent[] = [];
  let growing = createGrowing();
  return (events) => {
    if (events === seen) return growing.index;
    const grown = events.length >= seen.length && events[seen.length - 1] === seen.at(-1);
    if (!grown) growing = createGrowing();
    const from = grown ? seen.length : 0;
    for (const [at, event] of events.slice(from).entries()) growing.add(event, from + at); // a copy: of a long list, single items are slow to read
    seen = events;
    return growing.index;
  };
}

function createGrowing(): { readonly index: EventIndex; add(event: ReplayEvent, at: number): void } {
  const commands: number[] = [];
  const files: number[] = [];
  const changedFiles: number[] = [];
  const notes: number[] = [];
  const known = new Set<string>();
  const first = (key: string, list: number[], at: number): void => {
    if (known.has(key)) return;
    known.add(key);
    list.push(at);
  };
  return {
    index: { commands, files, changedFiles, notes },
    add: ({ id, stepId, record }, at) => {
      const { path } = record.data;
      if (COMMAND_TYPES.has(record.type)) first(`command ${stepId ?? id}`, commands, at);
      else if (NOTE_TYPES.has(record.type)) notes.push(at);
      else if ((record.type === 'file_diff' || record.type === 'file_read') && typeof path === 'string') {
        first(`file ${path}`, files, at);
        if (record.type === 'file_diff') first(`changed ${path}`, changedFiles, at);
      }
    },
  };
}
