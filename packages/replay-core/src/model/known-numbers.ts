/**
 * Remembers which numbers of a producer were seen: a stretch of them, for they come in order, and one by one what is out of it.
 *
 * @returns Says of a number whether it is new, and that it was seen from then on.
 */
export function createKnownNumbers(): (number: number) => boolean {
  let from: number | undefined;
  let to = 0;
  const apart = new Set<number>();
  return (number) => {
    from ??= to = number;
    if (apart.has(number) || (number >= from && number < to)) return false;
    if (number === to) to += 1;
    else apart.add(number);
    return true;
  };
}
