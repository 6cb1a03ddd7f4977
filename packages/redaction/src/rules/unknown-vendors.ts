import { entropy } from './checks.ts';
import { isAlphanumeric, type Rule } from './rule.ts';

/** Words by which vendors say what a token is, with what separates them from its random part. */
const SAYS_SECRET = ['secret-', 'secret_', 'apikey-', 'apikey_', 'key-', 'key_', 'token-', 'token_', 'pat_', 'pat-', 'sk-', 'sk_'];
const SAYS_PLACE = ['_live_', '-live-', '_prod_', '-prod-', '_test_', '-test-'];
const HARMLESS = /(?:public|publishable|^pk|cache|idempotency|primary|foreign|partition|sort|query|route|row|message|object|file|hot)[_-]/i;
const SHORTEST = 20;
const LONGEST = 256;
const RUN = 12;
const BITS = 3.4;

/** Tokens of vendors that have no rule: a word that says it is secret, and behind it what only a machine writes. */
export const unknownVendors: readonly Rule[] = [{
  kinds: ['SECRET_TOKEN'],
  keywords: [...SAYS_SECRET, ...SAYS_PLACE],
  source: `SECRET_TOKEN 1 ${HARMLESS.source} ${SHORTEST} ${LONGEST} ${RUN} ${BITS}`,
  find(text, at, end, report) {
    let run = end;
    while (run - end < RUN && isAlphanumeric(text, run)) run += 1;
    if (run - end < RUN) return 0;
    let start = at;
    while (start > 0 && at - start < 24 && (isAlphanumeric(text, start - 1) || isJoint(text, start - 1))) start -= 1;
    let stop = run;
    while (stop < text.length && stop - end < LONGEST && (isAlphanumeric(text, stop) || isJoint(text, stop))) stop += 1;
    const random = text.slice(end, stop).replace(/[-_]+$/, '');
    const name = text.slice(start, end);
    if (random.length < SHORTEST || HARMLESS.test(name) || !/^[A-Za-z][\w-]*$/.test(name)) return 0;
    const inCases = /[a-z]/.test(random) && /[A-Z]/.test(random) && (random.match(/\d/g)?.length ?? 0) > 1;
    const inHex = /^[0-9a-f]{32,128}$/.test(random) && /\d/.test(random) && SAYS_SECRET.some((word) => name.toLowerCase().endsWith(word)) && !name.toLowerCase().endsWith('key-');
    if ((inCases || inHex) && entropy(random) >= BITS && !/[A-Z]?[a-z]{6,}/.test(random)) report(start, end + random.length, 'SECRET_TOKEN');
    return stop - at > 64 ? stop : 0;
  },
}];

function isJoint(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 45 || code === 95;
}
