// What becomes of times.

/** Calls each connection so many times in turn, the first turn to warm up. @returns Microseconds of the median call, by way. */
export async function medianCalls(connections, message, calls, rounds) {
  const times = Object.fromEntries(Object.keys(connections).map((name) => [name, []]));
  for (let turn = 0; turn <= rounds; turn += 1) {
    for (const [name, { call }] of Object.entries(connections)) {
      for (let count = 0; count < calls; count += 1) {
        const before = performance.now();
        await call(message);
        if (turn > 0) times[name].push((performance.now() - before) * 1000);
      }
    }
  }
  return mediansOf(times, Math.round);
}

export function mediansOf(times, shown = round) {
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, shown(median(all))]));
}

export function ofDirect({ direct, ...others }) {
  return Object.fromEntries(Object.entries(others).map(([name, value]) => [name, round(value / direct)]));
}

/** Of seconds. */
export function throughputOfDirect({ direct, ...others }) {
  return Object.fromEntries(Object.entries(others).map(([name, seconds]) => [name, round(direct / seconds)]));
}

export function round(value) {
  return Math.round(value * 1000) / 1000;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
