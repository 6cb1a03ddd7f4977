import type { Redacted, StreamRedactor } from '../redactor.ts';
import type { Deadline } from './deadline.ts';
import type { Finder } from './find.ts';
import { FindingCounts } from './findings.ts';
import type { Pseudonyms } from './pseudonym.ts';
import { countSpans, replaceSpans } from './replace.ts';

/** How much of what was released stays known, so that a name before a value still tells what the value is. */
const CONTEXT = 1536;
/** How far to the right a rule may look from where it finds something. */
const REACH = 8192;
/** A key block longer than this is no key block. */
const MAX_BLOCK = 16_384;
/** Longest run without a space that is held back as a token. */
const MAX_HELD = 4096;
/** Longest number in groups, with its spaces. */
const MAX_GROUPS = 48;
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
    const to = Math.max(from, cut(text, from, spans));
    lookedAt = text.length - to;
    if (to === from) return { value: '', findings: [] };
    const counts = new FindingCounts();
    const own = spans.filter((span) => span.end <= to);
    countSpans(own, counts);
    const released = replaceSpans(text, own, from, to, tools.pseudonymsOfEvent());
    pending = text.slice(to);
    context = text.slice(Math.max(0, to - CONTEXT), to);
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
  const limit = Math.min(text.length, openBlock(text, from));
  const line = text.lastIndexOf('\n', limit - 1) + 1;
  if (line > from) return outside(spans, line);
  return limit - from > REACH ? outside(spans, beforeToken(text, from, limit - REACH)) : from;
}

/** What may be given although the line goes on: all but the token that may be half. */
function tokenCut(text: string, from: number, spans: readonly Stretch[]): number {
  const limit = Math.min(text.length, openBlock(text, from));
  return outside(spans.filter(({ end }) => end < text.length), beforeGroups(text, from, beforeToken(text, from, limit)));
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

/** Where a key block begins that has not come to its end; behind the text when there is none. */
function openBlock(text: string, from: number): number {
  let open = Number.POSITIVE_INFINITY;
  for (const match of text.matchAll(BLOCK_BEGIN)) {
    const place = match.index;
    if (text.length - place > MAX_BLOCK) continue;
    const rest = text.slice(place);
    const closed = match[0].startsWith('-') ? rest.includes('-----END') : /^[A-Za-z0-9+/=]+(?:\r?\n[A-Za-z0-9+/=]+)*(?:\r?\n)?[^A-Za-z0-9+/=\r\n]/.test(rest);
    if (!closed && place >= from) open = Math.min(open, place);
  }
  return open;
}
