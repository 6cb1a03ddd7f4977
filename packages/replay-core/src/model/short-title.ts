import { previewOf, type TextValue } from '@playhead/protocol';

/** How long a title is at most, in characters. */
const LONGEST = 60;
/** A first sentence shorter than this takes the next one with it: "Nice. Now …". */
const SHORTEST = 12;

/** The first sentence of a text as a title: one line of at most 60 characters, cut at a word. */
export function shortTitle(text: TextValue | undefined): string {
  const line = previewOf(text).slice(0, 4096).trimStart().split(/[\r\n]/, 1)[0] ?? '';
  const plain = line.slice(0, 400).replace(/^[#>*\s-]{1,20}/, '').replace(/\s+/g, ' ').trim();
  const title = firstSentence(plain);
  if (title.length <= LONGEST) return title;
  const room = title.slice(0, LONGEST);
  const space = room.lastIndexOf(' ');
  return `${(space > LONGEST / 2 ? room.slice(0, space) : room.slice(0, LONGEST - 1)).replace(/[\s,;:.–—-]+$/, '')}…`;
}

function firstSentence(text: string): string {
  for (let place = SHORTEST - 1; place < text.length; place += 1) {
    const sign = text.charAt(place);
    if (!'.!?'.includes(sign) || !(place + 1 === text.length || text.charAt(place + 1) === ' ')) continue;
    return text.slice(0, sign === '.' ? place : place + 1);
  }
  return text;
}
