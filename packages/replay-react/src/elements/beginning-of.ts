/** The beginning of a text of at most so many characters, cut where a paragraph or at least a line ends. */
export function beginningOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const paragraph = text.lastIndexOf('\n\n', limit);
  const line = text.lastIndexOf('\n', limit);
  return text.slice(0, paragraph > limit * 0.8 ? paragraph : line > limit / 2 ? line : limit);
}
