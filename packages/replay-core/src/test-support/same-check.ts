const [PRIME, INVERSE, FIRST] = [0x01000193, 0x359c449b, 0x811c9dc5];
const [FROM, TO] = [0x4e00, 0x9fff];

/** Another text, of the same checksum and length as `text`, that begins with `beginning`: what a witness would write who wants to be believed. */
export function textOfSameCheck(text: string, beginning: string): string {
  const hash = (of: string): number => [...Array(of.length).keys()].reduce((state, index) => Math.imul(state ^ of.charCodeAt(index), PRIME), FIRST);
  const begun = beginning.padEnd(text.length - 3, '.');
  const [state, end] = [hash(begun), hash(text)];
  const firsts = new Map<number, number>();
  for (let first = FROM; first <= TO; first += 1) firsts.set(Math.imul(state ^ first, PRIME) >>> 16, first);
  for (let last = FROM; last <= TO; last += 1) {
    const before = Math.imul(Math.imul(end, INVERSE) ^ last, INVERSE);
    const first = firsts.get(before >>> 16);
    const middle = first === undefined ? 0 : (before ^ Math.imul(state ^ first, PRIME)) & 0xffff;
    if (first !== undefined && middle >= FROM && middle <= TO) return begun + String.fromCharCode(first, middle, last);
  }
  throw new Error('there is none that begins so');
}
