/** A duration for people: `0.8 s`, `42 s`, `4m 12s`, `1h 03m`, `2d 04h`. @param us - Microseconds. */
export function durationText(us: number): string {
  const seconds = Math.max(0, us) / 1e6;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m ${two(seconds % 60)}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h ${two((seconds / 60) % 60)}m`;
  return `${Math.floor(seconds / 86_400)}d ${two((seconds / 3600) % 24)}h`;
}
