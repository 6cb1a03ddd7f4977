/** How a tree of values is changed. */
export interface TreeChange {
  text(value: string, path: readonly string[], key: string | undefined): unknown;
  /** Several texts that are lines of one. Gives as many. */
  lines(values: readonly string[], path: readonly string[]): readonly unknown[];
  number(value: number, path: readonly string[], key: string | undefined): unknown;
  key(key: string, path: readonly string[]): string;
  /** Stands for what lies deeper than anything should. */
  tooDeep(): unknown;
}

/** Deeper than this nothing is looked at, so it does not stay. */
const MAX_DEPTH = 400;

/**
 * Changes the texts, keys and numbers of a value. What does not change stays the very same object; keys such as
 * `__proto__` are keys like any other.
 */
export function changeTree(value: unknown, change: TreeChange, path: readonly string[] = [], key?: string): unknown {
  if (typeof value === 'string') return change.text(value, path, key);
  if (typeof value === 'number') return change.number(value, path, key);
  if (typeof value !== 'object' || value === null) return value;
  if (path.length > MAX_DEPTH) return change.tooDeep();
  return Array.isArray(value) ? changeList(value, change, path) : changeObject(value, change, path);
}

function changeList(list: readonly unknown[], change: TreeChange, path: readonly string[]): unknown {
  const inside = [...path, '*'];
  const changed = list.length > 1 && list.every((item) => typeof item === 'string')
    ? change.lines(list, inside)
    : list.map((item) => changeTree(item, change, inside));
  return changed.every((item, index) => Object.is(item, list[index])) ? list : changed;
}

function changeObject(object: object, change: TreeChange, path: readonly string[]): unknown {
  const all = Object.entries(object) as [string, unknown][]; // entries of an object of unknown shape
  const named = nameOf(object);
  let changed: [string, unknown][] | undefined;
  for (let index = 0; index < all.length; index += 1) {
    const [key, value] = all[index] ?? ['', undefined];
    const changedKey = change.key(key, path);
    const changedValue = changeTree(value, change, [...path, key], key === 'value' && named !== undefined ? named : key);
    if (!changed && changedKey === key && Object.is(changedValue, value)) continue;
    changed ??= all.slice(0, index);
    changed.push([changedKey, changedValue]);
  }
  return changed ? Object.fromEntries(withFreeKeys(changed)) : object;
}

/** `{ name: 'DB_PASSWORD', value: '…' }`: what the value is called. */
function nameOf(object: object): string | undefined {
  if (!('value' in object)) return undefined;
  const name: unknown = 'name' in object ? object.name : 'key' in object ? object.key : undefined;
  return typeof name === 'string' && name.length <= 128 ? name : undefined;
}

/** Two keys that become one stay two. */
function withFreeKeys(entries: readonly [string, unknown][]): [string, unknown][] {
  const used = new Set<string>();
  return entries.map(([key, value]) => {
    let own = key;
    for (let count = 2; used.has(own); count += 1) own = `${key} ${count}`;
    used.add(own);
    return [own, value];
  });
}
