/** A time since the beginning as people read it: `1:23`, `1:02:03`. @param us - Microseconds. */
export function clockText(us: number): string {
  const seconds = Math.max(0, Math.floor(us / 1e6));
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
