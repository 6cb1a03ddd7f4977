/**
 * Whether a version comes before another one, by the rules of semantic versions: `1.2.0-beta.2` before `1.2.0` before `1.10.0`.
 * What is no version comes before none and after none.
 *
 * @example
 * ```ts
 * isOlderVersion('0.9.1', '0.10.0'); // true
 * ```
 */
export function isOlderVersion(version: string, than: string): boolean {
  const one = parse(version);
  const other = parse(than);
  if (!one || !other) return false;
  const order = compare(one.core, other.core);
  if (order !== 0) return order < 0;
  if (one.early.length === 0 || other.early.length === 0) return one.early.length > other.early.length;
  return compare(one.early, other.early) < 0;
}

interface Version {
  readonly core: readonly string[];
  /** What stands behind the hyphen. */
  readonly early: readonly string[];
}

function parse(text: string): Version | undefined {
  const [, core, early] = /^v?(\d{1,9}\.\d{1,9}\.\d{1,9})(?:-([\w.-]{1,100}))?(?:\+[\w.-]{1,100})?$/.exec(text) ?? [];
  return core === undefined ? undefined : { core: core.split('.'), early: early?.split('.') ?? [] };
}

/** Numbers by their value, words by their letters; numbers come before words, and less before more. */
function compare(one: readonly string[], other: readonly string[]): number {
  for (const [index, part] of one.entries()) {
    const counterpart = other[index];
    if (counterpart === undefined) return 1;
    if (part === counterpart) continue;
    const [left, right] = [part, counterpart].map((text) => (/^\d+$/.test(text) ? Number(text) : undefined));
    if (left !== undefined && right !== undefined) return left - right;
    if (left !== undefined || right !== undefined) return left === undefined ? 1 : -1;
    return part < counterpart ? -1 : 1;
  }
  return one.length - other.length;
}
