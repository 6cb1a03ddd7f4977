import { isPublicAddress, passesIban, passesLuhn } from './checks.ts';
import { isAlphanumeric, type Report, type Rule } from './rule.ts';

// Named as in Presidio. Digits have no keyword: the scanner asks `findInDigits` where a run of digits begins.

const EMAIL = /[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9_-]|[.:][A-Za-z0-9/])/y;
/** Addresses that are nobody's: of documentation, of machines, of git. */
const NOBODY = /^(?:git|noreply|no-reply|donotreply|do-not-reply)@|@(?:[a-z0-9-]+\.)*(?:example\.(?:com|org|net)|localhost|users\.noreply\.github\.com)$|\.(?:example|invalid|test|localhost|local|internal|png|jpe?g|svg|gif|webp|css|js|ts|json|md)$/i;

const email: Rule = {
  kinds: ['EMAIL_ADDRESS'],
  keywords: ['@'],
  source: `EMAIL_ADDRESS ${EMAIL.source} ${NOBODY.source}`,
  find(text, at, _end, report) {
    if (!isAlphanumeric(text, at + 1) || at === 0) return 0;
    let start = at;
    while (start > 0 && at - start < 64 && /[A-Za-z0-9._%+'-]/.test(text.charAt(start - 1))) start -= 1;
    while (start < at && !isAlphanumeric(text, start)) start += 1;
    if (start === at) return 0;
    EMAIL.lastIndex = start;
    const match = EMAIL.exec(text)?.[0];
    if (match && !NOBODY.test(match)) report(start, start + match.length, 'EMAIL_ADDRESS');
    return 0;
  },
};

const IPV4 = /(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/y;
const IPV6 = /[23][0-9a-f]{3}:(?:[0-9a-f]{0,4}:){2,6}[0-9a-f]{1,4}(?![0-9a-z:])/iy;
const SSN = /(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/y;
const CARD = /\d{4}(?:[ -]\d{4}){3}(?![\d-])|\d{4}[ -]\d{6}[ -]\d{5}(?![\d-])|\d{13,19}(?![\w.-])/y;
const CARD_ISSUER = /^(?:4(?:\d{12}|\d{15})|(?:5[1-5]|2[2-7]|35|65|62)\d{14}|3[47]\d{13}|3[068]\d{12}|(?:6011|64[4-9]\d)\d{12})$/;
const IBAN = /[A-Z]{2}\d{2}(?:[A-Z0-9]{11,30}|(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,4})?)(?![A-Za-z0-9])/y;
const PHONE = /\+[1-9]\d{0,2}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,5}){1,4}(?![\w]|[-.]\d)/y;
const US_PHONE = /\(?[2-9]\d{2}(?:\) ?|[-.])[2-9]\d{2}[-.]\d{4}(?![\w-]|\.\d)/y;
/** What stands before a version that looks like an address. */
const VERSION_BEFORE = /(?:v|v8|ver|version|release|build|revision|chrome|chromium|electron|firefox|edge|driver|firmware|sdk|\/|-|_|@|\^|~|>|<)["']?[ :=]{0,3}["']?$/i;
const SPECIAL = [SSN, CARD, CARD_ISSUER, IBAN, PHONE, US_PHONE, VERSION_BEFORE, IPV4, IPV6];

const PLUS = 43;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const SPACE = 32;
const OPENING = 40;
const CLOSING = 41;

/** Digits of a card: a longer run is none, and hashes have many. */
const LONGEST_CARD = 19;

/** Looks at a run of digits: cards, IBANs, social security numbers, phone numbers, addresses of machines. */
function findInDigits(text: string, at: number, report: Report): void {
  let end = at + 1;
  while (isDigit(text, end)) end += 1;
  const length = end - at;
  const before = text.charCodeAt(at - 1);
  const next = text.charCodeAt(end);
  if (before >= 65 && before <= 90) {
    if (length >= 2) iban(text, at - 2, report);
    return;
  }
  if (before === PLUS) {
    const phone = isWordPart(text, at - 2) ? undefined : matchOf(PHONE, text, at - 1);
    if (phone && isPhone(phone)) report(at - 1, at - 1 + phone.length, 'PHONE_NUMBER');
    return;
  }
  if (length <= 3 && next === DOT) address(text, at, report);
  if (length === 3 && (next === DASH || next === DOT || next === CLOSING)) {
    const ssn = next === DASH && before !== DASH && text.charCodeAt(at + 6) === DASH ? matchOf(SSN, text, at) : undefined;
    if (ssn) report(at, at + ssn.length, 'US_SSN');
    usPhone(text, before === OPENING ? at - 1 : at, before, report);
  }
  if (before === DASH || before === DOT) return;
  if ((length >= 13 && length <= LONGEST_CARD) || (length === 4 && (next === SPACE || next === DASH) && isDigit(text, at + 8))) card(text, at, report);
  if (next === COLON ? length === 4 : text.charCodeAt(at + 4) === COLON) ipv6(text, at, report);
}

function usPhone(text: string, at: number, before: number, report: Report): void {
  if (before === DASH || before === DOT || before === SLASH) return;
  const phone = matchOf(US_PHONE, text, at);
  if (phone && (before !== OPENING || phone.includes(')'))) report(at, at + phone.length, 'PHONE_NUMBER');
}

function card(text: string, at: number, report: Report): void {
  const found = matchOf(CARD, text, at);
  if (found && CARD_ISSUER.test(found.replaceAll(/\D/g, '')) && passesLuhn(found)) report(at, at + found.length, 'CREDIT_CARD');
}

function iban(text: string, at: number, report: Report): void {
  if (at < 0 || isWordPart(text, at - 1)) return;
  const found = matchOf(IBAN, text, at);
  if (found && passesIban(found)) report(at, at + found.length, 'IBAN_CODE');
}

function address(text: string, at: number, report: Report): void {
  let second = text.indexOf('.', at) + 1;
  const limit = second + 3;
  while (second < limit && isDigit(text, second)) second += 1;
  if (text.charCodeAt(second) !== DOT) return;
  const found = matchOf(IPV4, text, at);
  if (!found || !isPublicAddress(found)) return;
  if (VERSION_BEFORE.test(text.slice(Math.max(0, at - 20), at)) && !text.slice(Math.max(0, at - 3), at).endsWith('://')) return;
  report(at, at + found.length, 'IP_ADDRESS');
}

function ipv6(text: string, at: number, report: Report): void {
  const found = matchOf(IPV6, text, at);
  if (found && !/^2001:db8:/i.test(found) && (found.includes('::') || found.split(':').length === 8)) report(at, at + found.length, 'IP_ADDRESS');
}

function isPhone(text: string): boolean {
  const digits = text.replaceAll(/\D/g, '').length;
  return digits >= 9 && digits <= 15;
}

function matchOf(expression: RegExp, text: string, at: number): string | undefined {
  expression.lastIndex = at;
  return expression.exec(text)?.[0];
}

function isDigit(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 48 && code <= 57;
}

function isWordPart(text: string, at: number): boolean {
  return at >= 0 && (isAlphanumeric(text, at) || text.charCodeAt(at) === 95);
}

/** What has a keyword. */
export const personal: readonly Rule[] = [email];

/** What is told by its digits. */
export const digits: { readonly kinds: readonly string[]; readonly source: string; find(text: string, at: number, report: Report): void } = {
  kinds: ['CREDIT_CARD', 'IBAN_CODE', 'US_SSN', 'PHONE_NUMBER', 'IP_ADDRESS'],
  source: `digits 1 ${SPECIAL.map(({ source }) => source).join(' ')}`,
  find: findInDigits,
};
