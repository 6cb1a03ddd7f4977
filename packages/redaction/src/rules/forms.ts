import { entropy, isPlaceholder, isShellPrompt, isUsualPassword, looksLikeCode, withoutPseudonyms } from './checks.ts';
import { onlyWhere, pattern, type Report, type Rule } from './rule.ts';

const real = (secret: string): boolean => !isPlaceholder(secret);
const password = (secret: string): boolean => real(secret) && isUsualPassword(secret);
const random = (secret: string): boolean => real(secret) && !looksLikeCode(secret) && (/\d/.test(secret) || entropy(secret) > 3.8);

/** Whether a token can begin here: what stands before is no part of one. */
const startsToken = (text: string, at: number): boolean => !/\w-?$/.test(text.slice(Math.max(0, at - 2), at));

const COOKIE = /(?:set-)?cookie["']?[ \t]{0,4}[:=][ \t]{0,4}["']?/iy;
const COOKIE_PAIR = /([\w.$%-]{1,80})=("?)([^\s;,"']{0,4096})/y;
const COOKIE_ATTRIBUTE = /^(?:path|domain|expires|max-age|samesite|secure|httponly|priority|partitioned|version)$/i;
const MOST_COOKIES = 60;

const cookies: Rule = {
  kinds: ['COOKIE'],
  keywords: ['cookie'],
  source: `COOKIE ${COOKIE.source} ${COOKIE_PAIR.source} ${COOKIE_ATTRIBUTE.source}`,
  find(text, at, _end, report) {
    const start = text.slice(Math.max(0, at - 4), at).toLowerCase() === 'set-' ? at - 4 : at;
    COOKIE.lastIndex = start;
    if (!COOKIE.test(text)) return 0;
    let place = COOKIE.lastIndex;
    for (let pair = 0; pair < MOST_COOKIES; pair += 1) {
      COOKIE_PAIR.lastIndex = place;
      const match = COOKIE_PAIR.exec(text);
      if (!match) break;
      const [whole, name = '', quote = '', value = ''] = match;
      if (!COOKIE_ATTRIBUTE.test(name) && isCookieSecret(value)) report(place + name.length + 1 + quote.length, place + whole.length, 'COOKIE');
      place += whole.length;
      while (/[; \t"]/.test(text.charAt(place)) && place < text.length) place += 1;
    }
    return place;
  },
};

function isCookieSecret(value: string): boolean {
  const own = withoutPseudonyms(value);
  return own.length >= 12 && random(own) && entropy(own) > 2.8;
}

const KEY_BEGIN = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----/y;
/** Longest block of a key that is looked at. */
const MAX_KEY = 16_384;

/** Private keys in PEM: each line of the body is redacted on its own, so that lines stay lines. */
const privateKeys: Rule = {
  kinds: ['PRIVATE_KEY'],
  keywords: ['-----begin'],
  source: `PRIVATE_KEY 2 ${KEY_BEGIN.source} ${MAX_KEY}`,
  find(text, at, _end, report) {
    KEY_BEGIN.lastIndex = at;
    if (!KEY_BEGIN.test(text)) return 0;
    return keyBody(text, KEY_BEGIN.lastIndex, Math.min(text.length, at + MAX_KEY), report, '-----');
  },
};

/** Private keys in PEM, once more in base64, in one line or many. */
const encodedKeys: Rule = {
  kinds: ['PRIVATE_KEY'],
  keywords: ['ls0tls1crudjti'],
  source: 'PRIVATE_KEY base64 1',
  find(text, at, _end, report) {
    if (!text.startsWith('LS0tLS1CRUdJTi', at)) return 0;
    return keyBody(text, at, Math.min(text.length, at + MAX_KEY), report, undefined);
  },
};

const BASE64_RUN = /[A-Za-z0-9+/=]/;

function keyBody(text: string, from: number, limit: number, report: Report, end: string | undefined): number {
  let at = from;
  for (let line = 0; at < limit; line += 1) {
    if (line > 0) at = afterSign(text, at);
    while (at < limit && !BASE64_RUN.test(text.charAt(at)) && text.charAt(at) !== '\n') {
      if (end && text.startsWith(end, at)) return at;
      at += 1;
    }
    if (text.charAt(at) === '\n') {
      at += 1;
      continue;
    }
    const start = at;
    while (at < limit && BASE64_RUN.test(text.charAt(at))) at += 1;
    if (!end && line > 0 && at - start < 4) return at;
    if (at - start >= SHORTEST_RUN || (at > start && isWholeLine(text, start, at))) report(start, at, 'PRIVATE_KEY');
    if (!end && text.charAt(at) !== '\n' && text.charAt(at) !== '\r') return at;
  }
  return at;
}

/** Shorter runs of base64 in a line with other things are words. */
const SHORTEST_RUN = 16;

/** Whether a run is all that a line has, but for a sign, blanks and quotes. */
function isWholeLine(text: string, start: number, end: number): boolean {
  return /(?:^|\n)[ \t]{0,16}[-+ >|#*/"']{0,4}[ \t]{0,12}$/.test(text.slice(Math.max(0, start - 40), start)) && /^[\s"',\\]*$/.test(text.slice(end, end + 2));
}

/** Behind the sign of a changed line, which looks like a part of a key. */
function afterSign(text: string, at: number): number {
  return text.charAt(at) === '+' && text.charAt(at - 1) === '\n' ? at + 1 : at;
}

/** Secrets that the form of what they stand in gives away. */
export const forms: readonly Rule[] = [
  privateKeys,
  encodedKeys,
  cookies,
  onlyWhere(startsToken, pattern('JSON_WEB_TOKEN', ['eyj'], /eyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,3000}(?:\.[A-Za-z0-9_-]{8,1000})?/y)),
  onlyWhere(startsToken, pattern('JSON_WEB_TOKEN', ['eyj'], /eyJ[A-Za-z0-9_-]{8,1000}\.[A-Za-z0-9_-]{0,1000}\.[A-Za-z0-9_-]{8,200}\.[A-Za-z0-9_-]{16,4000}\.[A-Za-z0-9_-]{8,200}/y)),
  pattern('AUTHORIZATION', ['authorization'], /(authorization["']?[ \t]{0,4}[:=,][ \t]{0,4}["']?(?:bearer|basic|token|apikey|digest|negotiate|ssws|aws4-hmac-sha256|bot|key)[ \t:=]{1,4})([A-Za-z0-9+/=_.~:-]{8,4096})/iy, real),
  pattern('AUTHORIZATION', ['bearer '], /(bearer[ ]{1,4})([A-Za-z0-9+/=_.~-]{16,4096})/iy, random),
  pattern('URL_PASSWORD', ['://'], /(:\/\/[^\s/?#"'<>:[\]{}\\]{0,128}:)([^\s/?#"'<>@[\]{}\\$]{1,256})(?=@)/y, password),
  pattern('URL_PASSWORD', ['://'], /(:\/\/)([A-Za-z0-9_-]{20,256})(?=@|:x-oauth-basic@|:@)/y, random),
  pattern('PASSWORD', ['password=', 'pwd='], /((?:password|pwd)=)([^\s;"'&,<>{}[\]$\\]{4,64})(?=;)/iy, password),
  pattern('PASSWORD', ['identified by', 'identified with'], /(identified (?:by|with [\w"']{1,40} (?:by|as)) (?:password )?["'])([^"'\\\n]{3,256})/iy, real),
  pattern('PASSWORD', ['password '], /(password[ ]{1,4}(?:=[ ]{0,4}|encrypted )?N?["'])([^"'\\\n ]{4,256})(?=["'])/iy, (secret) => password(secret) && (/\d/.test(secret) || /[^\w.-]/.test(secret))),
  pattern('PASSWORD', ['password '], /(password(?: is|:)?[ ]{1,2})([^\s"'`<>()[\]{}=;,$\\|]{8,64})(?=[\s.,;!]|$)/iy, (secret) => password(secret) && /[A-Za-z]/.test(secret) && /\d/.test(secret) && /[^\w./:-]|[a-z]\d*[A-Z]|\d[A-Za-z]/.test(secret) && !looksLikeCode(secret) && !isShellPrompt(secret)),
  pattern('PASSWORD', ['set password', 'old_password', 'requirepass', 'masterauth', 'pass '], /((?:set password(?: for [^\n=]{1,80})? ?= ?(?:password\()?["']|requirepass |masterauth )["']?)([^"'\s\\)]{4,256})/iy, real),
  pattern('PASSWORD', ['machine '], /(machine \S{1,128}\s{1,4}login \S{1,128}[ \t]{1,4}password )(\S{4,256})/y, real),
  pattern('SIGNATURE', ['sig='], /(sig=)([A-Za-z0-9%+/=_-]{24,200})/iy, random),
  pattern('SIGNATURE', ['x-amz-signature=', 'x-goog-signature='], /(x-(?:amz|goog)-signature=)([0-9a-f]{32,600})/iy),
];
