/** Whether a line may hold a value over the blob threshold, however its characters are encoded. */
export function mayHoldLarge(line: string): boolean {
  return line.length > 10_000;
}
