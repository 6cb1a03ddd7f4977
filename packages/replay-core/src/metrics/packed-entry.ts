import { packCalls, packCost, packTurns, readCalls, readCost, readTurns } from './packed-figures.ts';
import { createPackedNames, type PackedNames, type PackedReader, type PackedWriter } from './packed-numbers.ts';
import { CATALOG_KINDS, type CatalogKind, type MetricEntry } from './types.ts';

/** Hears of an entry: what follows in the reader is what {@link packEntry} wrote behind the version. Internal. @param version - The number of it; -1 where nobody told it. */
export type OnEntry = (kind: number, name: number, version: number) => void;

/** Writes an entry: its kind, and the rest as a section. */
export function packEntry(to: PackedWriter, entry: MetricEntry): void {
  const { kind, name, version, firstAt, lastAt, inputTokens, outputTokens, costUsd, turns } = entry;
  to.number(CATALOG_KINDS.indexOf(kind));
  to.section((own) => {
    own.text(name);
    own.number(version === undefined ? 0 : 1);
    if (version !== undefined) own.text(version);
    for (const value of [firstAt, lastAt - firstAt, inputTokens, outputTokens]) own.number(value);
    packCost(own, costUsd);
    packCalls(own, entry);
    own.number(turns ? 1 : 0);
    if (turns) packTurns(own, turns);
  });
}

/** Walks over the entries of some kinds, by their place in {@link CATALOG_KINDS}; those of others are passed over. */
export function walkEntries(from: PackedReader, kinds: ReadonlySet<number>, names: PackedNames, onEntry: OnEntry): void {
  for (let left = from.number(); left > 0; left -= 1) {
    const kind = from.number();
    const length = from.number();
    if (length === 0) return; // cut off
    const end = from.at + length;
    if (kinds.has(kind)) {
      const name = names.number(from.bytes, from.passText(), from.at);
      onEntry(kind, name, from.number() === 1 ? names.number(from.bytes, from.passText(), from.at) : -1);
    }
    from.at = end;
  }
}

/** Reads the entries of some kinds. */
export function readEntries(from: PackedReader, kinds: readonly CatalogKind[]): readonly MetricEntry[] {
  const names = createPackedNames();
  const entries: MetricEntry[] = [];
  walkEntries(from, new Set(kinds.map((kind) => CATALOG_KINDS.indexOf(kind))), names, (of, name, version) => {
    const kind = CATALOG_KINDS[of];
    const firstAt = from.number();
    const [lastAt, inputTokens, outputTokens] = [firstAt + from.number(), from.number(), from.number()];
    const costUsd = readCost(from);
    const calls = readCalls(from);
    const turns = from.number() === 1 ? readTurns(from) : undefined;
    if (kind) entries.push({ kind, name: names.text(name), ...(version >= 0 && { version: names.text(version) }), ...calls, firstAt, lastAt, inputTokens, outputTokens, ...(costUsd !== undefined && { costUsd }), ...(turns && { turns }) });
  });
  return entries;
}
