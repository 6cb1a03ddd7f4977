import type { RedactionFinding } from '../redactor.ts';

const NONE: readonly RedactionFinding[] = [];

/** Counts what is found, by kind. */
export class FindingCounts {
  #counts: Map<string, number> | undefined;

  add(kind: string): void {
    this.#counts ??= new Map();
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  list(): readonly RedactionFinding[] {
    return this.#counts ? Array.from(this.#counts, ([kind, count]) => ({ kind, count })) : NONE;
  }
}
