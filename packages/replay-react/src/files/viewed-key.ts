import type { FileChange } from '@playhead/replay-core';

/**
 * What a file is ticked off under: its path and a hash of its changes. With one more or another change it is another key,
 * so the file has to be viewed again.
 *
 * @param changes - The changes of one file up to the playhead, in order. None gives `''`.
 */
export function viewedKey(changes: readonly FileChange[]): string {
  return viewedKeys(changes).at(-1) ?? '';
}

/** The {@link viewedKey} after each of a file's changes, in one pass. */
export function viewedKeys(changes: readonly FileChange[]): readonly string[] {
  const hash = createHash();
  return changes.map(({ path, oldPath, change, hunks, hunksBlob }) => {
    hash.add(`${oldPath ?? ''}\n${change}\n`);
    if (hunksBlob) hash.add(`${hunksBlob.$blob}\n`);
    for (const hunk of hunks) {
      hash.add(`${hunk.oldStart},${hunk.newStart}\n`);
      for (const line of hunk.lines) hash.add(`${line}\n`);
    }
    return `${path}#${hash.value()}`;
  });
}

/** {@link viewedKeys}, worked out once for each list of changes: while a session grows, only for files that changed. */
export function createViewedKeys(): (changes: readonly FileChange[]) => readonly string[] {
  const known = new WeakMap<readonly FileChange[], readonly string[]>();
  return (changes) => {
    const keys = known.get(changes) ?? viewedKeys(changes);
    known.set(changes, keys);
    return keys;
  };
}

/** 53 bits (cyrb53): enough to tell versions of a file apart, no protection against anyone. */
function createHash(): { add(text: string): void; value(): string } {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  return {
    add: (text) => {
      for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        high = Math.imul(high ^ code, 2654435761);
        low = Math.imul(low ^ code, 1597334677);
      }
    },
    value: () => (4294967296 * (2097151 & low) + (high >>> 0)).toString(36),
  };
}
