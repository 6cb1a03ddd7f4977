/** How much of the end of a text says what its last word is. */
const LOOKED_AT = 4096;
/** The same for the name before a value. */
const NAMED_WITHIN = 160;
// Colours may stand in the middle of a word. Where the cursor goes elsewhere, a word ends.
// eslint-disable-next-line no-control-regex -- escape sequences are what it finds
const COLOURS = /\u001b\[[\d;:]{0,64}m/g;
// eslint-disable-next-line no-control-regex -- the same
const MOVES = /\u001b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\u0007\u001b]{0,512}(?:\u0007|\u001b\\)|[ -/]{0,2}[0-~])|[\u0000-\u001f\u007f]/g;

/** Eight characters with a digit and a letter among them, or sixteen of any kind. */
const TOKEN = /(?=[\w+~-]{0,64}\d)(?=[\w+~-]{0,64}[A-Za-z])[\w+~-]{8}|[\w+/~-]{16}/;
const DIGITS = /(?:\d[ .()+-]{0,2}){6}$/;
const ADDRESS = '://';
const NAMED = /(?:pass|pwd|pin|otp|token|secret|key|auth|cred)\w{0,32}["']?(?:\s{0,8}[=:]\s{0,8}|\s{1,8})["']?\S{1,64}$/i;

/**
 * Whether a text ends in what may be the beginning of a secret: a word that looks like a token, a number in groups, a value with a telling
 * name before it, an address that may hold a password. Up to seven characters say too little to hold them back.
 */
export function mayBeHalf(text: string): boolean {
  const plain = text.slice(-LOOKED_AT).replaceAll(COLOURS, '').replaceAll(MOVES, ' ');
  const word = plain.split(' ').at(-1) ?? '';
  return TOKEN.test(word) || word.includes(ADDRESS) || DIGITS.test(plain.slice(-NAMED_WITHIN)) || NAMED.test(plain.slice(-NAMED_WITHIN));
}
