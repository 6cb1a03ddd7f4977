import type { Redacted, StreamRedactor } from '../redactor.ts';
import type { Deadline } from './deadline.ts';
import type { Finder } from './find.ts';
import { FindingCounts } from './findings.ts';
import { mayBeHalf } from './half-secret.ts';
import type { Pseudonyms } from './pseudonym.ts';
import { countSpans, replaceSpans } from './replace.ts';

/** How much of what was released stays known, so that a name before a value still tells what the value is. */
const CONTEXT = 1536;
/** The same where a line ended: few rules look over the end of a line, and terminals write many short ones. */
const CONTEXT_OF_LINE = 160;
/** How far to the right a rule may look from where it finds something. */
const REACH = 8192;
/** A key block longer than this is no key block. */
const MAX_BLOCK = 16_384;
/** Longest run without a space that is held back as a token. */
const MAX_HELD = 4096;
/** Longest number in groups, with its spaces. */
const MAX_GROUPS = 48;
const BLOCK_END = '-----END';
const BASE64_LINES = /[A-Za-z0-9+/=]+(?:\r?\n[ \t+]{0,16}[A-Za-z0-9+/=]+)*(?:\r?\n?[ \t+]{0,16}$)?/y;
const BLOCK_BEGIN = /-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY|LS0tLS1CRUdJTi/g;

/** What a stream redactor works with. */
export interface StreamTools {
  readonly finder: Finder;
  readonly pseudonymsOfEvent: () => Pseudonyms;
  startDeadline(characters: number): Deadline;
  /** The host's redactor over what is released. */
  finish(text: string, counts: FindingCounts): string;
}

/** Makes a redactor for the pieces of one text. */
export function createStream(tools: StreamTools): StreamRedactor {
  let context = '';
  let pending = '';
  let lookedAt = 0;

  const releaseTo = (cut: (text: string, from: number, spans: ReturnType<Finder['find']>) => number): Redacted<string> => {
    const text = context + pending;
    const from = context.length;
    const spans = tools.finder.find(text, from, tools.startDeadline(text.length));
    const late = spans.at(-1)?.kind === 'UNSCANNED'; // waiting would only make it more
    const to = late ? text.length : Math.max(from, cut(text, from, spans));
    lookedAt = text.length - to;
    if (to === from) return { value: '', findings: [] };
    const counts = new FindingCounts();
    const own = spans.filter((span) => span.end <= to);
    countSpans(own, counts);
    const released = replaceSpans(text, own, from, to, tools.pseudonymsOfEvent());
    pending = text.slice(to);
    context = text.slice(Math.max(0, to - (text.charAt(to - 1) === '\n' ? CONTEXT_OF_LINE : CONTEXT)), to);
    return { value: tools.finish(released, counts), findings: counts.list() };
  };

  return {
    push(chunk) {
      pending += chunk;
      const whole = chunk.includes('\n') || pending.length - lookedAt > REACH;
      return whole ? releaseTo(safeCut) : { value: '', findings: [] };
    },
    release() {
      return pending === '' ? { value: '', findings: [] } : releaseTo(tokenCut);
    },
    settle() {
      return pending === '' ? { value: '', findings: [] } : releaseTo(idleCut);
    },
    flush() {
      const result = releaseTo((text) => text.length);
      context = '';
      pending = '';
      return result;
    },
  };
}

interface Stretch { readonly start: number; readonly end: number }

/** The end of the last whole line outside a key block; without one, a place that no rule can look over any more. */
function safeCut(text: string, from: number, spans: readonly Stretch[]): number {
  const blocks = keyBlocks(text);
  const limit = blocks.at(-1)?.end === Number.POSITIVE_INFINITY ? (blocks.at(-1)?.start ?? 0) : text.length;
  const line = outside(blocks, text.lastIndexOf('\n', limit - 1) + 1);
  if (line > from) return outside(spans, line);
  return limit - from > REACH ? outside(spans, outside(blocks, beforeToken(text, from, limit - REACH))) : from;
}

/** What may be given although the line goes on: all but the token that may be half. */
function tokenCut(text: string, from: number, spans: readonly Stretch[]): number {
  return outside([...keyBlocks(text), ...spans.filter(({ end }) => end < text.length)], beforeGroups(text, from, beforeToken(text, from, text.length)));
}

/** What may be given although nothing came for longer: all but what looks like half of a secret. A whole one goes as it stands. */
function idleCut(text: string, from: number, spans: readonly Stretch[]): number {
  const cut = outside(keyBlocks(text), text.length);
  return cut === text.length && spans.at(-1)?.end !== cut && mayBeHalf(text) ? tokenCut(text, from, spans) : cut;
}

function beforeToken(text: string, from: number, at: number): number {
  let cut = at;
  while (cut > from && at - cut < MAX_HELD && !/\s/.test(text.charAt(cut - 1))) cut -= 1;
  return cut;
}

/** Before groups of digits and capital letters that may go on: numbers of cards, accounts and phones have spaces. */
function beforeGroups(text: string, from: number, at: number): number {
  let cut = at;
  while (cut > from && at - cut < MAX_GROUPS && /[0-9A-Z +().-]/.test(text.charAt(cut - 1))) cut -= 1;
  return /\d/.test(text.slice(cut, at)) ? cut : at;
}

/** A place that lies in no span: the start of the one that it lies in. */
function outside(spans: readonly Stretch[], at: number): number {
  return spans.find(({ start, end }) => start < at && at < end)?.start ?? at;
}

/** Key blocks in a text, whole or begun. One that is too long to be one is none. */
function keyBlocks(text: string): Stretch[] {
  const blocks: Stretch[] = [];
  for (const match of text.matchAll(BLOCK_BEGIN)) {
    const start = match.index;
    const last = blocks.at(-1);
    if (last && start < last.end) continue;
    const end = match[0].startsWith('-') ? text.indexOf(BLOCK_END, start) : endOfBase64(text, start);
    const open = end < 0 || end === text.length;
    if (open && text.length - start > MAX_BLOCK) continue;
    blocks.push({ start, end: open ? Number.POSITIVE_INFINITY : end });
  }
  return blocks;
}

/** Where lines of nothing but base64 end. */
function endOfBase64(text: string, start: number): number {
  BASE64_LINES.lastIndex = start;
  return BASE64_LINES.test(text) ? BASE64_LINES.lastIndex : start;
}
