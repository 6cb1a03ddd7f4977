import type { Entry } from './entry.ts';
import type { Folder } from './fold.ts';
import { GrowingList } from './growing-list.ts';

/** Whether something went wrong or was denied. */
export function isError({ event: { severity } }: Pick<Entry, 'event'>): boolean {
  return severity === 'error' || severity === 'denied';
}

/** The first event of each step that went wrong, and every other that did. A step says so several times; it is one error. */
export class ErrorsFolder implements Folder<readonly string[]> {
  readonly #steps: Set<string> = new Set();
  readonly #ids: GrowingList<string> = new GrowingList();
  #value: readonly string[] | undefined = [];

  take({ record, event: { stepId } }: Entry): void {
    if (stepId !== undefined && this.#steps.has(stepId)) return;
    if (stepId !== undefined) this.#steps.add(stepId);
    this.#ids.push(record.id);
    this.#value = undefined;
  }

  value(): readonly string[] {
    return (this.#value ??= this.#ids.view()());
  }
}
