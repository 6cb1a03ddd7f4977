import type { TextValue } from '@playhead/protocol';
import { checkOfText, placeOfName } from '../brief/log-place.ts';
import { digestOfText } from '../brief/text-digest.ts';

interface Prints {
  readonly check?: string | undefined;
  readonly digest?: string | undefined;
}

/**
 * Whether two texts are the same apart from space around them, also where one of them or both were left in the log. Of one beside the log only its name
 * tells: no other text is the same.
 */
export function isSameText(a: TextValue, b: TextValue): boolean {
  if (typeof a === 'string' && typeof b === 'string') return a.trim() === b.trim();
  if (typeof a !== 'string' && typeof b !== 'string' && a.$blob === b.$blob) return true;
  const [first, second] = [printsOf(a), printsOf(b)];
  if (first.digest !== undefined || second.digest !== undefined) {
    const [one, other] = [first.digest ?? digestIn(a), second.digest ?? digestIn(b)];
    if (one !== undefined && other !== undefined) return one === other;
  }
  const [check, otherCheck] = [first.check ?? checkIn(a), second.check ?? checkIn(b)];
  return check !== undefined && check !== '' && check === otherCheck;
}

function printsOf(text: TextValue): Prints {
  const [check, digest] = typeof text === 'string' ? [] : (placeOfName(text.$blob)?.check.split('.') ?? []);
  return { check, digest };
}

function digestIn(text: TextValue): string | undefined {
  return typeof text === 'string' ? digestOfText(text) : undefined;
}

function checkIn(text: TextValue): string | undefined {
  return typeof text === 'string' ? checkOfText(text) : undefined;
}
