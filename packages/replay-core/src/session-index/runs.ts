/** Whole numbers as runs: where each begins and where it ends (exclusive), by turns and ascending. */
export type Runs = number[];

/** Adds a number. @returns Whether it was new. */
export function addToRuns(runs: Runs, value: number): boolean {
  const place = placeIn(runs, value);
  if (place % 2 === 1) return false; // a run began before it and has not ended
  const joinsLast = runs[place - 1] === value;
  const joinsNext = runs[place] === value + 1;
  if (joinsLast && joinsNext) runs.splice(place - 1, 2);
  else if (joinsLast) runs[place - 1] = value + 1;
  else if (joinsNext) runs[place] = value;
  else runs.splice(place, 0, value, value + 1);
  return true;
}

/** Whether a number is in the runs. */
export function isInRuns(runs: Runs, value: number): boolean {
  return placeIn(runs, value) % 2 === 1;
}

/** The numbers themselves. */
export function* valuesOf(runs: Runs): Generator<number, void, undefined> {
  for (let place = 0; place < runs.length; place += 2) {
    for (let value = runs[place] ?? 0; value < (runs[place + 1] ?? 0); value += 1) yield value;
  }
}

function placeIn(runs: Runs, value: number): number {
  let low = 0;
  let high = runs.length;
  if (value >= (runs[high - 1] ?? 0)) return high; // most of the time it goes on at the end
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
