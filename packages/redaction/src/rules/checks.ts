/** Whether the digits of a text pass the check of payment cards, and are not one digit again and again. */
export function passesLuhn(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '');
  if (/^(\d)\1*$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Whether a text passes the check of IBANs (ISO 7064, modulo 97). */
export function passesIban(text: string): boolean {
  const bare = text.replaceAll(' ', '');
  if (bare.length < 15 || bare.length > 34) return false;
  let rest = 0;
  for (const char of bare.slice(4) + bare.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** Whether an IPv4 address can be somebody's: not private, local, reserved, of documentation, a mask or a public resolver. */
export function isPublicAddress(text: string): boolean {
  const parts = text.split('.').map(Number);
  const [a = 0, b = 0, c = 0, d = 0] = parts;
  if (parts.some((part, index) => part > 255 || (part > 9 && text.split('.')[index]?.startsWith('0') === true))) return false;
  if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
  if ((a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254) || (a === 100 && b >= 64 && b <= 127)) return false;
  if ((a === 192 && b === 0) || (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) || (a === 203 && b === 0 && c === 113)) return false;
  if ((c === 0 && d === 0) || (a === b && b === c && c === d) || (a === 8 && b === 8) || (a === 1 && b === 0 && c === 0)) return false;
  return a > 9 || b > 31 || c > 31; // 1.2.3.4 and the like are versions
}

const PSEUDONYM = /\[\[[A-Z0-9_]{2,41}:[0-9a-f~:]{1,20}\]\]|\[*\]/g;

/** What is left of a value when pseudonyms in it, and what stands for one, are out: only that can still be a secret. */
export function withoutPseudonyms(value: string): string {
  return value.includes(']') ? value.replaceAll(PSEUDONYM, '') : value;
}

/** How much of a value is weighed: what is random is so from the start. */
const WEIGHED = 128;

/** Bits of surprise in each character, by how often each stands in the first 128. */
export function entropy(text: string): number {
  const length = Math.min(text.length, WEIGHED);
  const counts = new Uint8Array(WEIGHED);
  for (let index = 0; index < length; index += 1) {
    const place = text.charCodeAt(index) % WEIGHED;
    counts[place] = (counts[place] ?? 0) + 1;
  }
  let bits = 0;
  for (const count of counts) if (count > 0) bits -= (count / length) * Math.log2(count / length);
  return bits;
}

const PLACEHOLDER = /^(?:[$%<{[(*#]|\[\[|\.{2,}|…|-{3,}|_{3,})|[<{]|\*{3}|\.\.\.|…|^(.)\1{3,}|x{4,}|\b(?:your|my|the|insert|replace|change|enter|some|sample|example|dummy|fake|placeholder|redacted|masked|hidden|omitted|secret-?here|todo|fixme|changeme|change-?it|not-?set|unset|none|null|undefined|true|false|yes|no|default|empty|required|optional|invalid|expired|missing|unknown|string|number|boolean|object|any|never|void|bytes?|text|varchar|std|buffer)\b|(?:_|-|\b)(?:here|placeholder|example|goes|redacted|changeme)(?:_|-|\b)|^(?:your|example|changeme|placeholder|dummy|redacted|undefined|test-?token)|(?:%[sd]|%\w+%)$/i;

/** Whether a value only says where a secret would stand. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value.slice(0, WEIGHED));
}

/** Whether a text reads as code or words: identifiers, member access, paths, calls, addresses. */
export function looksLikeCode(value: string): boolean {
  if (/^[A-Za-z_$][A-Za-z0-9_$]*(?:\??\.[A-Za-z_$#][A-Za-z0-9_$]*)+$/.test(value) && !/\d[a-zA-Z]+\d|[a-z]\d[A-Z]|\d{3}/.test(value)) return true;
  if (/^[A-Za-z_]+\$\d+$/.test(value)) return true;
  if (/[()]/.test(value) || /^(?:\.{0,2}|~)\/[\w./-]*$/.test(value) && !/^\/?[A-Za-z0-9+/]{36,}={0,2}$/.test(value)) return true;
  if (/^(?:https?|file|ssh|git|s3|gs|arn|urn|data):/.test(value) || /^\w+:\/\//.test(value)) return true;
  return /^[A-Za-z]+(?:[-_./ ][A-Za-z]+)*\d{0,2}$/.test(value) && readsAsWords(value);
}

/** Words have vowels, and are longer than what is between two turns of case in a text drawn at random. */
function readsAsWords(value: string): boolean {
  const letters = value.replaceAll(/[^A-Za-z]/g, '');
  const vowels = letters.replaceAll(/[^aeiouyAEIOUY]/g, '').length;
  const words = letters.match(/[A-Z]?[a-z]+|[A-Z]+/g)?.length ?? 1;
  return vowels >= letters.length * 0.2 && letters.length / words >= 3.2;
}

/** Whether a value can be a password: neither the word itself nor a small number. */
export function isUsualPassword(value: string): boolean {
  return !/^(?:password|passwd|pass|pwd|secret|user|root|string|token)$/i.test(value) && !/^\d{1,5}$/.test(value);
}

const SHELL_PROMPT = /^(?:(?:ba|da|k|z)?sh-\d{1,2}\.\d{1,2}[a-z]?|[a-z_][\w-]{0,31}@[A-Za-z][\w.-]{0,62}:[~/][\w./~+-]{0,200})[$#%]$/;

/** Whether a text is the prompt of a shell. Whoever reads a password unseen sees no end of its line, so that it stands right behind the question. */
export function isShellPrompt(text: string): boolean {
  return SHELL_PROMPT.test(text);
}
