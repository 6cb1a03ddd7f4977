/**
 * 53 bits of a text (two FNV-1a with different beginnings): enough to tell a line that was changed from the same one. Nothing secret rests
 * on it: who makes two lines alike has one of them counted as the other, and a cryptographic hash costs as much as all else of a line.
 */
export function hashOfLine(line: string): number {
  let [low, high] = [0x811c9dc5, 0x01000193];
  for (let index = 0; index < line.length; index += 1) {
    const unit = line.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit, 0x85ebca6b);
    high ^= high >>> 13;
  }
  return (high & 0x1f_ffff) * 0x1_0000_0000 + (low >>> 0);
}
