import { entropy, isPlaceholder, isShellPrompt, looksLikeCode, withoutPseudonyms } from './checks.ts';
import { isAlphanumeric, MAX_TOKEN, NOT_AGAIN, type Report, type Rule } from './rule.ts';
import { vendorOf, VENDOR_KINDS } from './vendor-names.ts';

type Strength = 'password' | 'secret' | 'key';

/** What names of secrets have in them, and how freely a value behind them is believed. */
const NAMES: readonly (readonly [word: string, strength: Strength, kind: string])[] = [
  ['password', 'password', 'PASSWORD'], ['passwort', 'password', 'PASSWORD'], ['passwd', 'password', 'PASSWORD'], ['passphrase', 'password', 'PASSWORD'], ['passcode', 'password', 'PASSWORD'],
  ['_pass', 'password', 'PASSWORD'], ['dbpass', 'password', 'PASSWORD'], ['userpass', 'password', 'PASSWORD'], ['pwd', 'password', 'PASSWORD'], ['pgpass', 'password', 'PASSWORD'],
  ['secret', 'secret', 'SECRET'], ['credential', 'secret', 'SECRET'], ['token', 'secret', 'TOKEN'], ['_auth', 'secret', 'TOKEN'], ['authkey', 'secret', 'TOKEN'], ['jwt', 'secret', 'TOKEN'], ['bearer', 'secret', 'TOKEN'],
  ['session_id', 'secret', 'SESSION_COOKIE'], ['sessionid', 'secret', 'SESSION_COOKIE'], ['phpsessid', 'secret', 'SESSION_COOKIE'], ['jsessionid', 'secret', 'SESSION_COOKIE'],
  ['sig=', 'secret', 'SIGNATURE'], ['signature=', 'secret', 'SIGNATURE'], ['x-amz-signature', 'secret', 'SIGNATURE'],
  ['apikey', 'secret', 'API_KEY'], ['appkey', 'secret', 'API_KEY'], ['accesskey', 'secret', 'API_KEY'], ['privatekey', 'secret', 'ENCRYPTION_KEY'], ['secretkey', 'secret', 'API_KEY'], ['authorization', 'secret', 'TOKEN'],
  ['_key', 'key', 'API_KEY'], ['-key', 'key', 'API_KEY'], ['signingkey', 'secret', 'ENCRYPTION_KEY'], ['encryptionkey', 'secret', 'ENCRYPTION_KEY'], ['masterkey', 'secret', 'ENCRYPTION_KEY'], ['licensekey', 'secret', 'API_KEY'], ['accountkey', 'secret', 'API_KEY'],
];
const BY_WORD = new Map(NAMES.map(([word, strength, kind]) => [word, { strength, kind }]));

/** Ends of names that are about a secret but are none, such as `token_type`. */
const ABOUT = /(?:^|[_.-])(?:count|counts|counter|type|types|kind|limit|limits|len|length|size|max|min|name|names|id|ids|url|uri|path|paths|file|files|filename|field|fields|form|input|label|expires?|expiry|expir\w*|ttl|age|at|policy|regex|pattern|prefix|suffix|header|rules?|usage|used|total|budget|manager|provider|store|service|endpoint|class|index|hint|placeholder|error|message|valid\w*|required|enabled|version|format|encoding|algorithm|alg|arn|ref|source|selector|env|var|status|hash_?algo\w*|visib\w*)s?$/i;
const ABOUT_CAMEL = /(?:Count|Type|Kind|Limit|Length|Size|Name|Id|Url|Uri|Path|File|Field|Label|Expires?|Expiry|ExpiresAt|ExpiresIn|Ttl|Policy|Prefix|Header|Usage|Budget|Provider|Store|Service|Endpoint|Class|Index|Hint|Placeholder|Error|Message|Valid|Required|Enabled|Version|Format|Ref|Selector|Status|Visible|Input|Kinds?|Stream|Text)$/;
const PLURAL_COUNT = /tokens$/i;

const AFTER_NAME = /([\w.-]{0,40})(\]?["'`]?\]?)([ \t]{0,8})(=>|:=|\?=|\+=|={1,3}|:(?!:)|,(?=[ \t]{0,4}["'])|>(?=[^<\s]))([ \t]{0,8})((?:["'`]|b["'])?)((?:Bearer|Basic|Token|token|bearer|basic)[ \t]{1,4})?/y;
const UNQUOTED = /(?:[^\s"'`\\,;<>()[\]{}|]|\\(?!["'nrtu\\/`])){1,128}/y;
const LINE_VALUE = /(?:[^\s"'`\\]|\\(?!["'nrtu\\/`])){1,128}/y;
const KEY_QUALIFIER = /(?:api|app|application|access|secret|private|encryption|encrypt|signing|sign|auth|license|master|service|account|admin|webhook|client|deploy|storage|shared|write|read|ingest|integration|routing|subscription|functions?|user|dev|prod|server|project|hmac|aes|jwt|session|cookie|crypto|data|root|token|bot|x|wallet|ssh|rsa|vault|[a-z]*[-_]api|datadog|dd)$/i;

/** A value behind a name that says it is secret: `DB_PASSWORD=…`, `"apiKey": "…"`, `<password>…</password>`. */
export const assigned: readonly Rule[] = [{
  kinds: [...new Set([...NAMES.map(([, , kind]) => kind), ...VENDOR_KINDS])],
  keywords: NAMES.map(([word]) => word),
  source: `assigned 2 ${NAMES.map(([word, strength]) => `${word}:${strength}`).join(' ')} ${AFTER_NAME.source} ${UNQUOTED.source} ${ABOUT.source} ${ABOUT_CAMEL.source} ${KEY_QUALIFIER.source}`,
  find: findAssigned,
}];

function findAssigned(text: string, at: number, end: number, report: Report): number {
  const word = text.slice(at, end).toLowerCase();
  const known = BY_WORD.get(word);
  if (!known) return 0;
  AFTER_NAME.lastIndex = word.endsWith('=') ? end - 1 : end;
  const match = AFTER_NAME.exec(text) ?? afterFlag(text, at, end);
  if (!match) return 0;
  const [whole, rest = '', closing = '', space = '', operator = '', gap = '', quote = ''] = match;
  if (operator === ',' && (closing === '' || !/^[A-Za-z_]{0,16}$/.test(rest))) return 0;
  if (operator === '>' && (closing !== '' || !/<[\w:.-]{0,60}$/.test(text.slice(Math.max(0, at - 61), at)))) return 0;
  const before = nameBefore(text, at);
  const name = before + text.slice(at, end) + rest;
  if (known.strength === 'key' && !KEY_QUALIFIER.test(before)) return 0;
  if (isAbout(name, rest)) return 0;
  const start = match.index + whole.length;
  const tight = operator === '=' && quote === '' && gap === '' && space === '';
  const shell = tight && (/^[A-Z0-9_.:/-]+$/.test(name) || /[.:_]/.test(name)) && !/[?&]/.test(text.charAt(at - before.length - 1));
  const closed = quote.at(-1);
  const stop = closed === undefined ? unquotedEnd(text, start, shell) : quotedEnd(text, start, closed);
  const value = trimmed(text.slice(start, Math.min(stop, start + WEIGHED)), closed !== undefined || shell || operator === '>');
  if (operator === ':' && gap !== '' && closed === undefined && text.charAt(stop) === ' ' && isShellPrompt(text.slice(start, stop))) return 0;
  if (value === '' || (closed === undefined && text.charAt(stop) === '(')) return 0;
  if (operator === ',' && (value.includes('/') || value.startsWith(name.slice(0, 5)))) return 0;
  if (!isSecret(value, known.strength, { kind: known.kind, quoted: closed !== undefined || operator === '>', shell })) return Math.min(stop, start + NOT_AGAIN);
  const valueEnd = value.length < Math.min(stop - start, WEIGHED) ? start + value.length : unquotedOrQuotedRest(text, start, stop, closed);
  report(start, valueEnd, vendorOf(name) ?? known.kind);
  return valueEnd;
}

/** How much of a value is weighed to tell whether it is a secret. */
const WEIGHED = 128;
const FLAG_VALUE = /([\w-]{0,24})()()((?:["'],[ \t]{0,2}|[ \t]{1,4}))()(["']?)(?!-)/y;

/** `--password …` and `"--password", "…"`: a flag and the word behind it. */
function afterFlag(text: string, at: number, end: number): RegExpExecArray | undefined {
  let next = end;
  while (next - end < 24 && isNamePart(text, next)) next += 1;
  if (!/[ \t"']/.test(text.charAt(next))) return undefined;
  const before = nameBefore(text, at);
  if (!before.startsWith('-')) return undefined;
  if (!/^[\s"'[(]?$/.test(text.charAt(at - before.length - 1))) return undefined;
  FLAG_VALUE.lastIndex = end;
  return FLAG_VALUE.exec(text) ?? undefined;
}

function unquotedOrQuotedRest(text: string, start: number, stop: number, closed: string | undefined): number {
  if (closed !== undefined) return stop;
  let end = stop;
  while (end - start < MAX_TOKEN && end < text.length && !/[\s"'`\\,;<>()[\]{}|&]/.test(text.charAt(end))) end += 1;
  return end;
}

/** Whether a value behind a name is to be redacted as a whole. For values that stand in an object of their own. */
export function kindOfNamed(name: string, value: string): string | undefined {
  const lower = name.toLowerCase();
  for (const [word, strength, kind] of NAMES) {
    const at = lower.lastIndexOf(word);
    if (at < 0 || value.length > MAX_TOKEN || value.includes('\n')) continue;
    if (strength === 'key' && !KEY_QUALIFIER.test(name.slice(0, at))) continue;
    if (isAbout(name, name.slice(at + word.length))) continue;
    if (isSecret(value, strength, { kind, quoted: true, shell: false })) return vendorOf(name) ?? kind;
  }
  return undefined;
}

function nameBefore(text: string, at: number): string {
  let start = at;
  while (start > 0 && at - start < 48 && isNamePart(text, start - 1)) start -= 1;
  return text.slice(start, at);
}

function isNamePart(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return isAlphanumeric(text, at) || code === 95 || code === 45 || code === 46;
}

function isAbout(name: string, rest: string): boolean {
  return (rest !== '' && (ABOUT.test(rest) || ABOUT_CAMEL.test(rest))) || PLURAL_COUNT.test(name) || /^(?:public|publishable|max|min|num|total|csrf-?param)[_-]?|public[_-]?key|publickeytoken|primary[_-]?key|foreign[_-]?key|partition[_-]?key|sort[_-]?key|cache[_-]?key|idempotency[_-]?key|(?:^|[._-])(?:is|has|show|hide|forgot|reset|use|no)[_-]?(?:password|token|secret)/i.test(name);
}

/** Where a quoted value ends; its start when it does not end on its line. */
function quotedEnd(text: string, start: number, quote: string): number {
  const limit = Math.min(text.length, start + MAX_TOKEN);
  const code = quote.charCodeAt(0);
  for (let at = start; at < limit; at += 1) {
    const char = text.charCodeAt(at);
    if (char === code) return at;
    if (char === 10 || char === 13) return start;
    if (char === 92) at += 1;
  }
  return start;
}

/** Where an unquoted value ends, or stops being weighed. */
function unquotedEnd(text: string, start: number, shell: boolean): number {
  const expression = shell ? LINE_VALUE : UNQUOTED;
  expression.lastIndex = start;
  return start + (expression.exec(text)?.[0].length ?? 0);
}

/** Without what ends a sentence or the next part of an address. */
function trimmed(value: string, whole: boolean): string {
  return whole ? value : value.replace(/&.*$/s, '').replace(/[.:!?]$/, '');
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Standing { readonly kind: string; readonly quoted: boolean; readonly shell: boolean }

function isSecret(value: string, strength: Strength, standing: Standing): boolean {
  const bare = withoutPseudonyms(value).trim();
  if (bare.length < (strength === 'password' ? 6 : 8) || isPlaceholder(bare) || looksLikeCode(bare)) return false;
  const digit = /\d/.test(bare);
  const letter = /[A-Za-z]/.test(bare);
  if (/\s/.test(bare)) return strength === 'password' ? digit && bare.length <= 64 && /[^\w\s]/.test(bare) && bare.split(/\s+/).length <= 2 : false;
  if (!letter) return strength === 'password' && /^\d{6,}$/.test(bare) && (standing.shell || standing.quoted);
  if (/^\d+(?:\.\d+)*[a-z]{1,3}$/i.test(bare)) return false; // 30s, 1.5rem, 12345ms
  if (strength === 'password') return digit || /[^\w.\-/:]/.test(bare) || (bare.length >= 12 && entropy(bare) > 3.3);
  if (strength === 'key' && bare.length < 16) return false;
  if (standing.kind === 'SESSION_COOKIE' && UUID.test(bare)) return false;
  if (!digit && bare.length < 20) return false;
  return entropy(bare) >= (bare.length < 16 ? 2.6 : 3);
}
